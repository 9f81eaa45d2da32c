using System.Text.RegularExpressions;
using CommandLine;
using QuantMatrix.Batch.Graph;
using QuantMatrix.Compute;

namespace QuantMatrix.Batch.Cli;

/// <summary>Lists the symbols whose newest values fulfil a condition, with the columns the condition names.</summary>
[Verb("screen", HelpText = "List the symbols whose newest values fulfil CONDITION.")]
public sealed partial class ScreenVerb : IVerb
{
    [Value(0, MetaName = "CONDITION", Required = true, HelpText = "Over the columns, like \"rsi_14 < 30 and ma_bucket = 'LEADING'\".")]
    public string Condition { get; init; } = "";

    [Option("format", Default = "table", MetaValue = "FORMAT", HelpText = "table, csv or json.")]
    public string Format { get; init; } = "";

    public Task<int> RunAsync(Session session, CancellationToken cancel)
    {
        string[] shown = ["symbol", "date", "close", .. Named().Except(["symbol", "date", "close"])];
        SqlVerb.Answer(session, $"SELECT {string.Join(", ", shown)} FROM market_analysis_cache WHERE ({Condition}\n) ORDER BY symbol", Format);
        return Task.FromResult(ExitCode.Ok);
    }

    /// <summary>The columns the condition names, in its order.</summary>
    private IEnumerable<string> Named()
    {
        var columns = Catalogue.Standard.FeatureSchema.FieldsList.Select(f => f.Name).ToHashSet();
        return Words().Matches(Quoted().Replace(Condition, "")).Select(w => w.Value.ToLowerInvariant()).Where(columns.Contains).Distinct();
    }

    [GeneratedRegex(@"[A-Za-z_]\w*")]
    private static partial Regex Words();

    [GeneratedRegex("'[^']*'")]
    private static partial Regex Quoted();
}
