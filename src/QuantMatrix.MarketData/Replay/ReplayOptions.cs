using Apache.Arrow;
using QuantMatrix.Model;

namespace QuantMatrix.MarketData.Replay;

/// <summary>Which folder of bars to replay, and how.</summary>
public sealed record ReplayOptions
{
    /// <summary>Holds the files; its sub-folders, hidden files, drafts (<c>*.tmp</c>) and files of other kinds are not looked at.</summary>
    public required string Folder { get; init; }

    /// <summary>The real date: a bar of a later date is in the future and rejected.</summary>
    public required DateOnly Today { get; init; }

    /// <summary>How many files are read at a time.</summary>
    public int Workers { get; init; } = Environment.ProcessorCount;

    /// <summary>Opens a Parquet file as Arrow batches, in row order; without it Parquet files are refused.</summary>
    public Func<string, CancellationToken, IEnumerable<RecordBatch>>? OpenParquet { get; init; }

    /// <exception cref="ConfigurationException">Naming every fault.</exception>
    internal void Check()
    {
        var faults = new List<string>();
        if (string.IsNullOrWhiteSpace(Folder)) faults.Add("Folder is empty; expected the path of a folder of bars");
        if (Workers < 1) faults.Add($"Workers is {Workers}; expected at least 1");
        if (faults.Count > 0) throw new ConfigurationException("replay: " + string.Join("; ", faults));
    }
}
