using QuantMatrix.Batch.Cli;
using QuantMatrix.Batch.Composition;
using QuantMatrix.Batch.Jobs.Audits;
using QuantMatrix.Lake;
using QuantMatrix.Lake.Iceberg;
using QuantMatrix.Model;

namespace QuantMatrix.Batch.Verification;

/// <summary>The outcome of one check.</summary>
/// <param name="Summary">When nothing is wrong.</param>
internal sealed record CheckResult(string Name, string Summary)
{
    /// <summary>What is wrong, one line each.</summary>
    public IReadOnlyList<string> Findings { get; init; } = [];

    /// <summary>What an operator may know and need not act on.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];
}

/// <summary>Checks all data of a root, from the hashes of the files to single recomputed values.</summary>
internal sealed class DataVerification(CommandContext context)
{
    /// <param name="share">Fraction of the files to read although they have not changed since they were last read.</param>
    /// <param name="rows">Rows of features to recompute.</param>
    /// <param name="history">Whether to recompute every recorded row.</param>
    public async Task<IReadOnlyList<CheckResult>> RunAsync(double share, int rows, bool history, CancellationToken ct)
    {
        using var lake = context.RunServices.OpenLake(context.Settings);
        if (Try(lake.Unchecked, out var unreadable) is not { } manifest) return [new("manifest", "") { Findings = [unreadable!] }];
        var (sample, inspection) = (Sample(manifest, share), new LakeInspection(lake));
        var damaged = lake.Damaged(manifest, sample.Contains);
        List<CheckResult> results =
        [
            Files(manifest, sample.Count, damaged),
            new("content", "row counts, symbols, sessions, views and kept manifests agree")
            {
                Findings = inspection.Differences(manifest, [.. damaged.Select(d => d.File)]), Notes = Leftovers(inspection),
            },
        ];
        var export = new IcebergExport(lake);
        if (export.Exists) results.Add(Exported(export.Check(manifest)));
        if (damaged.Count > 0) return [.. results, new("rest", "published tables, audits and recomputed rows were not checked: the lake cannot be opened")];
        if (Try(() => context.RunServices.OpenSql(context.Settings), out var closed) is not { } sql)
            return [.. results, new("published", "") { Findings = [closed!] }];
        using (sql)
        {
            results.Add(Published(sql));
            if (results[^1].Findings.Count > 0) return [.. results, new("rest", "audits and recomputed rows were not checked: they read the published tables")];
            results.Add(Audits(sql, ct));
            results.Add(await new RecomputeCheck(context, lake, sql).RunAsync(manifest, rows, ct));
            if (history) results.Add(await new HistoryCheck(context, lake, sql).RunAsync(manifest, ct));
        }
        return results;
    }

    private static CheckResult Files(Manifest manifest, int read, IReadOnlyList<DamagedFile> damaged) =>
        new("files", $"{Plural.Of(manifest.Files.Count, "file")} intact, {Plural.Number(read)} read again")
        {
            Findings = [.. damaged.Select(d => $"{d.File.Describe()}: found {d.Found}")],
        };

    private static CheckResult Exported(ExportCheck check) =>
        new("iceberg", $"{Plural.Of(check.Files, "file")} of the exported snapshots agree") { Findings = check.Findings, Notes = check.Notes };

    private static List<string> Leftovers(LakeInspection inspection)
    {
        var unlisted = Try(inspection.Unlisted, out _) ?? [];
        return unlisted.Count == 0 ? [] : [$"{Plural.Of(unlisted.Count, "file")} of no kept version, the next run deletes them: {unlisted[0]}"];
    }

    /// <summary>A random part of the files, at least one.</summary>
    private static HashSet<LakeFile> Sample(Manifest manifest, double share) =>
        [.. manifest.Files.OrderBy(_ => Random.Shared.Next()).Take((int)Math.Ceiling(share * manifest.Files.Count))];

    /// <summary>Reads every value of the embedded file; DuckDB compares each block with its checksum.</summary>
    private static CheckResult Published(ISqlConnection sql)
    {
        const string list = "SELECT table_name FROM information_schema.tables WHERE table_catalog = 'published' AND table_type = 'BASE TABLE'";
        if (Try(() => Texts(sql, list), out var closed) is not { } tables) return new("published", "") { Findings = [closed!] };
        var findings = tables.Select(table => Try(() => Texts(sql, $"SELECT bit_xor(hash(t))::VARCHAR FROM published.{table} t"), out var fault) is null
            ? $"{table}: {fault}" : null).OfType<string>().ToList();
        return new("published", tables.Count == 0 ? "no embedded tables" : $"{Plural.Of(tables.Count, "embedded table")} read") { Findings = findings };
    }

    private CheckResult Audits(ISqlConnection sql, CancellationToken ct)
    {
        if (Try(() => Texts(sql, "SELECT 1 FROM job_run WHERE 1 = 0"), out _) is null) return new("audits", "not run: nothing is published yet");
        var results = AuditQuery.RunAll(AuditQuery.ReadAll(context.Settings.Home), sql, ct);
        return new("audits", AuditResult.Summary(results))
        {
            Findings = [.. results.Where(r => r.IsBlocking).Select(r => $"{r.Audit.Name}: {Plural.Of(r.Rows, "row")}, like {r.Samples[0]}")],
        };
    }

    private static List<string> Texts(ISqlConnection sql, string query) => sql.Query(query).ReadAll(row => $"{row.GetValue(0)}");

    /// <returns>Null, with the message, for data that cannot be used.</returns>
    private static T? Try<T>(Func<T> read, out string? fault) where T : class
    {
        fault = null;
        try
        {
            return read();
        }
        catch (Exception e) when (e is DataUnfitException or Config.UsageException)
        {
            fault = e.Message;
            return null;
        }
    }
}
