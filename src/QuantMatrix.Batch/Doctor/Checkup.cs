using QuantMatrix.Batch.Config;
using QuantMatrix.Batch.Graph;

namespace QuantMatrix.Batch.Doctor;

/// <summary>How much a finding matters.</summary>
internal enum CheckLevel
{
    Ok,

    /// <summary>Runs work, but not for long, or not as meant.</summary>
    Warn,

    /// <summary>A run would fail.</summary>
    Fail,
}

/// <summary>The result of one check.</summary>
/// <param name="What">What was checked, in a word or two.</param>
/// <param name="Found">What was found, and what was expected.</param>
internal sealed record Checkup(CheckLevel Level, string What, string Found)
{
    /// <summary>A command to paste; null for <see cref="CheckLevel.Ok"/>.</summary>
    public string? Fix { get; private init; }

    /// <summary>0 unless it is a failure.</summary>
    public int Code { get; private init; } = ExitCode.Ok;

    public static Checkup Ok(string what, string found) => new(CheckLevel.Ok, what, found);

    public static Checkup Warn(string what, string found, string fix) => new(CheckLevel.Warn, what, found) { Fix = fix };

    public static Checkup Fail(string what, string found, string fix, int code = ExitCode.Configuration) =>
        new(CheckLevel.Fail, what, found) { Fix = fix, Code = code };

    /// <summary>A check that could not be made.</summary>
    public static Checkup Of(string what, Exception failure, string fix) =>
        Fail(what, failure.Message, fix, ExitCode.Of(failure) is ExitCode.Failed or ExitCode.Usage ? ExitCode.Configuration : ExitCode.Of(failure));

    /// <summary>The findings of a check; any exception becomes one, so that the other checks are made.</summary>
    public static async Task<IReadOnlyList<Checkup>> TryAsync(string what, string fix, Func<Task<IEnumerable<Checkup>>> check)
    {
        try
        {
            return [.. await check()];
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            return [Of(what, e, fix)];
        }
    }

    /// <summary>One line, and the fix on a second one.</summary>
    /// <param name="width">Of the longest <see cref="What"/>.</param>
    public IEnumerable<string> Lines(int width)
    {
        var found = string.Join("; ", Found.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
        yield return Printable.Of($"{SnakeCase.Of($"{Level}"),-4}  {What.PadRight(width)}  {found}");
        if (Fix is not null) yield return Printable.Of($"      {Fix}");
    }
}
