using System.Text;
using QuantMatrix.Lake;
using QuantMatrix.Model;

namespace QuantMatrix.Tests.FuzzTests;

/// <summary>Damaged manifests of the lake: the content that was committed, or a refusal that names the file.</summary>
[Trait("class", "slow")]
public sealed class ManifestFuzzTests : IDisposable
{
    private static readonly string[] Tokens =
    [
        "{", "}", "[", "]", "null", "[null]", "\"files\": null", "\"version\": -1", "\"format_version\": 1", "\"format_version\": 99",
        "\"min_reader_version\": 1",
        "\"checksum\": \"", "\"path\": null", "\"path\": \"../../etc/passwd\"", "\"table\": \"price_data\"", "\"made_from\": {}", "\"first_date\": null", "\0",
        "\"run\": \"r\"", "9223372036854775808", "2024-13-45",
    ];

    private readonly TempFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task A_manifest_is_read_as_committed_or_refused()
    {
        var committed = Fuzzer.Corpus("manifest", "lake")[0];
        File.WriteAllBytes(folder["manifest.json"], committed);
        var expected = Text(new ManifestLog(folder.Path).Read());
        await new Fuzzer("manifest", [committed], Tokens).RunAsync(Fuzzer.Inputs(1_500), bytes =>
            Read(bytes) is { } found && Text(found) != expected && found.Checksum is not null ? $"read as {Text(found)}" : null);
    }

    /// <summary>As an older program wrote it, or a person changed it: no checksum protects the fields.</summary>
    [Fact]
    public Task A_manifest_without_a_checksum_has_every_field_that_readers_use() =>
        new Fuzzer("manifest-without-checksum", Fuzzer.Corpus("manifest", "old"), Tokens).RunAsync(Fuzzer.Inputs(1_500), bytes =>
        {
            if (Read(bytes) is not { } manifest) return null;
            File.WriteAllBytes(folder["manifest.json"], bytes);
            using var lake = new DataLake(folder.Path, TimeProvider.System, 1, QuantMatrix.Indicators.Catalogue.Standard.FeatureSchema);
            try
            {
                lake.Current();
            }
            catch (DataUnfitException)
            {
                return null;
            }
            return manifest.Files.Count > 0 ? "files that do not exist are accepted" : null;
        });

    private Manifest? Read(byte[] bytes)
    {
        File.WriteAllBytes(folder["manifest.json"], bytes);
        try
        {
            return new ManifestLog(folder.Path).Read();
        }
        catch (DataUnfitException e) when (e.Message.Contains(folder["manifest.json"], StringComparison.Ordinal))
        {
            return null;
        }
    }

    private static string Text(Manifest manifest) =>
        string.Join('\n', [$"{manifest.Version} {manifest.Run} {manifest.CommittedAt:O} {manifest.Token}", .. manifest.Files.Select(f => $"{f}")]);
}
