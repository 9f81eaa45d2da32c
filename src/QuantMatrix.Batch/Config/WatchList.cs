namespace QuantMatrix.Batch.Config;

/// <summary>A list of the section <c>watch</c> of jobs.yaml: symbols that are tracked, with price levels whose crossing is an alert.</summary>
/// <param name="Symbols">Canonical, in the order of the file.</param>
/// <param name="Levels">By symbol, in the quote currency.</param>
public sealed record WatchList(string Name, IReadOnlyList<string> Symbols, IReadOnlyDictionary<string, IReadOnlyList<double>> Levels);
