using QuantMatrix.Indicators;
using QuantMatrix.Lake;
using QuantMatrix.Lake.Tables;
using QuantMatrix.Model;

namespace QuantMatrix.Bench;

/// <summary>A compacted lake of millions of synthetic bars, generated once and cached.</summary>
internal sealed class BigLake
{
    /// <summary>Bars held in memory at a time while writing.</summary>
    private const int BarsPerCommit = 630_000;

    private readonly BenchEnvironment env;

    private BigLake(BenchEnvironment env, int symbols, int sessions)
    {
        (this.env, Symbols, Sessions) = (env, symbols, sessions);
        Folder = Path.Combine(env.Cache, $"lake_{symbols}x{sessions}");
        SymbolNames = Names(symbols);
    }

    public string Folder { get; }

    /// <summary>Remembers the files compared with their hashes, as in a data root that is used each night.</summary>
    public string CheckedFiles => Path.Combine(Folder, "checked");

    public int Symbols { get; }

    public int Sessions { get; }

    public int Bars => Symbols * Sessions;

    public IReadOnlyList<string> SymbolNames { get; }

    /// <summary>5,000 symbols over five years.</summary>
    public static BigLake Of6Million(BenchEnvironment env) => new(env, 5_000, 1_260);

    /// <summary>Twenty years of 252 sessions.</summary>
    public static BigLake OfTwentyYears(BenchEnvironment env, int symbols) => new(env, symbols, 5_040);

    /// <summary>10,000 symbols over twenty years.</summary>
    public static BigLake Of50Million(BenchEnvironment env) => new(env, 10_000, 5_000);

    public async Task MakeAsync(CancellationToken ct)
    {
        if (File.Exists(Path.Combine(Folder, "manifest.json")) && IsComplete()) return;
        if (Directory.Exists(Folder)) Directory.Delete(Folder, recursive: true);
        await Console.Error.WriteLineAsync($"writing {Bars:N0} bars to {Folder} …");
        var days = Market.Days(env.Calendar, Sessions);
        using var lake = new DataLake(Folder, TimeProvider.System, Environment.ProcessorCount, Catalogue.Standard.FeatureSchema);
        foreach (var symbols in SymbolNames.Chunk(BarsPerCommit / Sessions))
        {
            var commit = lake.Begin("bench");
            await commit.ApplyAsync(new Changes { Inserted = Market.Bars(symbols, days) }, ct);
            commit.Publish();
        }
        var compaction = lake.Begin("bench");
        await compaction.CompactAsync(0, ct);
        compaction.Publish();
        lake.Sweep(TimeSpan.Zero);
        if (!IsComplete()) throw new InvalidOperationException($"{Folder}: not the lake expected");
    }

    /// <summary>Gives a lake of its own the files of this one, which are never changed.</summary>
    public void LinkTo(string folder) => Link(Folder, folder);

    public static void Link(string from, string folder)
    {
        foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            var name = Path.Combine(folder, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(name)!);
            if (file.EndsWith(".parquet", StringComparison.Ordinal)) File.CreateSymbolicLink(name, file); // a hard link would change the file's stamp
            else File.Copy(file, name);
        }
    }

    /// <summary>In ordinal order, including the benchmark.</summary>
    private static string[] Names(int symbols)
    {
        string[] names = [.. Enumerable.Range(0, symbols).Select(s => Market.Symbol(s, symbols))];
        names[Array.FindLastIndex(names, n => string.CompareOrdinal(n, Market.Benchmark) < 0)] = Market.Benchmark;
        return names;
    }

    private bool IsComplete()
    {
        using var lake = new DataLake(Folder, TimeProvider.System, 1, Catalogue.Standard.FeatureSchema) { CheckedFiles = CheckedFiles };
        var files = lake.Current().Of(PriceData.Name).ToList();
        return files.Sum(f => f.Rows) == Bars && files.TrueForAll(f => f.IsBase);
    }
}
