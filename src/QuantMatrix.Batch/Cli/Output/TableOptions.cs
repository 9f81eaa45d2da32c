using QuantMatrix.Batch.Config;

namespace QuantMatrix.Batch.Cli.Output;

/// <summary>How and where a table is printed; read from the options of a <see cref="TableCommand"/>.</summary>
internal sealed record TableOptions(TableFormat Format)
{
    private const int MostRowsOnTerminal = 40, NarrowestTable = 20;

    /// <summary>Columns to show, in this order; empty for all.</summary>
    public IReadOnlyList<string> Columns { get; private init; } = [];

    /// <summary>Terminal columns into which a table is fitted; null for any width.</summary>
    public int? Width { get; private init; }

    /// <summary>Rows shown for reading; other formats have all.</summary>
    public long MostRows { get; private init; } = long.MaxValue;

    public string? Out { get; private init; }

    public bool Bom { get; private init; }

    /// <summary>Files are not text for a terminal.</summary>
    public bool IsBinary => Format is TableFormat.Xlsx or TableFormat.Parquet;

    private bool IsForReading => Format is TableFormat.Table or TableFormat.Line;

    /// <param name="terminal">Columns of the terminal; null when the output is none.</param>
    /// <exception cref="UsageException">Options are wrong; all faults at once.</exception>
    public static TableOptions Read(TableCommand command, int? terminal)
    {
        var faults = new UsageFaults();
        var format = faults.Read(() => FormatOf(command));
        int? width = command.Width is { } text ? faults.Read(() => OptionValues.Whole("--width", text, NarrowestTable)) : null;
        var options = new TableOptions(format) { Out = command.Out, Bom = command.Bom, Columns = faults.Read(() => Names(command.Columns)) ?? [] };
        if (options.IsBinary && command.Out is null) faults.Add($"--format {SnakeCase.Of($"{format}")} is for files; expected --out FILE");
        if (command.Bom && format != TableFormat.Csv) faults.Add("--bom applies only to csv");
        if (command.Overwrite && command.Out is null) faults.Add("--overwrite applies only with --out FILE");
        if (command.Out is { } file && !command.Overwrite && File.Exists(file)) faults.Add($"--out {file}: the file exists; add --overwrite to replace it");
        faults.ThrowIfAny();
        var fit = command.Out is null ? width ?? terminal : width;
        return options with { Width = fit, MostRows = options.IsForReading && fit is not null && !command.All ? MostRowsOnTerminal : long.MaxValue };
    }

    /// <summary>The query reduced to the columns to show.</summary>
    public string Select(string query) => Columns.Count == 0 ? query
        : $"SELECT {string.Join(", ", Columns.Select(Quoted))} FROM ({query.TrimEnd().TrimEnd(';')}\n)";

    private static string Quoted(string column) => $"\"{column.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    private static TableFormat FormatOf(TableCommand command)
    {
        var formats = Enum.GetValues<TableFormat>().ToDictionary(f => SnakeCase.Of($"{f}"));
        if (command.Format is { } text)
            return formats.TryGetValue(text, out var named) ? named
                : throw new UsageException($"--format {text}: unknown format{DidYouMean.Hint(text, formats.Keys)}");
        return formats.GetValueOrDefault(Path.GetExtension(command.Out)?.TrimStart('.').ToLowerInvariant() ?? "");
    }

    private static string[] Names(string? list)
    {
        var names = list?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) ?? [];
        if (list is not null && names.Length == 0) throw new UsageException("--columns: expected names, like symbol,close,rsi_14");
        return names.GroupBy(n => n, StringComparer.OrdinalIgnoreCase).FirstOrDefault(g => g.Count() > 1) is { } twice
            ? throw new UsageException($"--columns: '{twice.Key}' is named twice") : names;
    }
}
