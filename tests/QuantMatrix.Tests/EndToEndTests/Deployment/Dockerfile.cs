using System.Text.Json;

namespace QuantMatrix.Tests.EndToEndTests.Deployment;

/// <summary>Reads a Dockerfile and checks what its image needs: the rules of hadolint that apply here, and those of this project.</summary>
internal sealed class Dockerfile
{
    private static readonly string[] Keywords = ["FROM", "ARG", "WORKDIR", "COPY", "RUN", "ENV", "USER", "ENTRYPOINT", "CMD"];

    private readonly IReadOnlyList<(string Keyword, string Value)> all;

    public Dockerfile(string text)
    {
        var lines = text.Split('\n').Where(line => !line.StartsWith('#'));
        var joined = string.Join('\n', lines).Replace("\\\n", " ", StringComparison.Ordinal);
        var instructions = joined.Split('\n').Select(line => line.Trim()).Where(line => line.Length > 0).Select(line => line.Split(' ', 2));
        all = [.. instructions.Select(parts => (parts[0], parts.ElementAtOrDefault(1) ?? ""))];
    }

    /// <summary>The instructions of the last stage, which is the image.</summary>
    private IEnumerable<(string Keyword, string Value)> Image => all.Skip(all.ToList().FindLastIndex(i => i.Keyword == "FROM"));

    /// <returns>What is wrong; empty when the file is right.</returns>
    public IEnumerable<string> Faults() => InstructionFaults().Concat(ImageFaults()).Concat(PlatformFaults()).Concat(SourceFaults());

    private IEnumerable<string> InstructionFaults()
    {
        foreach (var (keyword, _) in all.Where(i => !Keywords.Contains(i.Keyword))) yield return $"instruction {keyword}";
        foreach (var image in Values(all, "FROM").Select(v => v.Split(' ').First(word => !word.StartsWith("--", StringComparison.Ordinal))))
            if (!DeployFile.IsPinned(image)) yield return $"base image {image} without a version";
        foreach (var directory in Values(all, "WORKDIR").Where(v => !v.StartsWith('/'))) yield return $"relative directory {directory}";
        foreach (var value in Values(all, "ARG").Concat(Values(all, "ENV")).Where(v => v.Contains("KEY") || v.Contains("PASSWORD") || v.Contains("TOKEN")))
            yield return $"secret {value}";
    }

    private IEnumerable<string> ImageFaults()
    {
        if (Values(Image, "FROM").Single() is var from && !from.Contains("/runtime:")) yield return $"image on {from}, expected the runtime";
        if (Values(Image, "USER").LastOrDefault() != DeployFile.User) yield return "user";
        if (Image.SkipWhile(i => i.Keyword != "USER").Any(i => i.Keyword is "RUN" or "COPY")) yield return "order of USER";
        foreach (var keyword in new[] { "ENTRYPOINT", "CMD" })
            if (Words(Values(Image, keyword).SingleOrDefault()) is null) yield return $"{keyword}, expected a list";
        if (Words(Values(Image, "ENTRYPOINT").SingleOrDefault()) is not ["dotnet", "/app/bin/quantmatrix.dll"]) yield return "program";
        var settings = string.Join(' ', Values(Image, "ENV")).Split(' ');
        if (!settings.Contains("QM_HOME=/app") || !settings.Contains("QM_DATA=/data")) yield return "QM_HOME and QM_DATA";
        if (!Values(Image, "RUN").Contains($"mkdir /data && chown {DeployFile.User}:{DeployFile.User} /data")) yield return "owner of /data";
    }

    private IEnumerable<string> PlatformFaults()
    {
        if (!Values(all, "FROM").First().StartsWith("--platform=$BUILDPLATFORM ", StringComparison.Ordinal)) yield return "build on the builder's platform";
        if (!Values(all, "ARG").Contains("TARGETARCH")) yield return "argument TARGETARCH";
        var publish = Values(all, "RUN").Single(v => v.Contains("dotnet publish"));
        foreach (var part in new[] { "amd64) rid=linux-x64 ;;", "arm64) rid=linux-arm64 ;;", "-r \"$rid\"", "RestoreLockedMode=true" })
            if (!publish.Contains(part)) yield return $"publish without {part}";
    }

    /// <summary>Every copied path exists and is part of the build context, and the program finds what it reads.</summary>
    private IEnumerable<string> SourceFaults()
    {
        var context = DeployFile.Read("Dockerfile.dockerignore").Split('\n').Where(line => line.StartsWith('!')).Select(line => line[1..]).ToList();
        var copied = Values(all, "COPY").Where(v => !v.StartsWith("--from=", StringComparison.Ordinal)).SelectMany(v => v.Split(' ')[..^1]).ToList();
        foreach (var path in copied.Where(path => !context.Contains(path) || !Path.Exists(Path.Combine(Fixtures.Repository, path))))
            yield return $"source {path}";
        foreach (var path in context.Except(copied)) yield return $"{path} is in the build context, but not copied";
    }

    private static IEnumerable<string> Values(IEnumerable<(string Keyword, string Value)> instructions, string keyword) =>
        instructions.Where(i => i.Keyword == keyword).Select(i => i.Value);

    /// <summary>A JSON list, the form without a shell, which passes signals on to the program.</summary>
    private static string[]? Words(string? value)
    {
        try
        {
            return value is null ? null : JsonSerializer.Deserialize<string[]>(value);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
