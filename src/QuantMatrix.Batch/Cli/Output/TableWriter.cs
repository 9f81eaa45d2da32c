using System.Text;
using QuantMatrix.Batch.Config;
using QuantMatrix.Batch.Graph;
using QuantMatrix.Model;

namespace QuantMatrix.Batch.Cli.Output;

/// <summary>Prints tables in the format of the options, to the output or to a file that appears under its name only when it is complete.</summary>
internal sealed class TableWriter : IDisposable
{
    private readonly TableOptions options;
    private readonly FileStream? draft;
    private readonly TextWriter output;

    /// <exception cref="ConfigurationException">The file cannot be written.</exception>
    public TableWriter(TableOptions options, TextWriter console)
    {
        this.options = options;
        draft = options.Out is null ? null : OpenDraft(options.Out);
        output = draft is null ? console : new StreamWriter(draft, new UTF8Encoding(false), bufferSize: 1 << 16, leaveOpen: true) { NewLine = "\n" };
        if (options.Bom) output.Write('\uFEFF');
    }

    /// <summary>The path of the file until it is complete; null for the output.</summary>
    public string? Draft => draft?.Name;

    public void WriteLine() => output.WriteLine();

    public void Write(ResultTable table)
    {
        if (options.Columns.Count > 0) table = table.Select(options.Columns);
        switch (options.Format)
        {
            case TableFormat.Csv: DelimitedText.WriteCsv(output, table); break;
            case TableFormat.Json: JsonText.Write(output, table); break;
            case TableFormat.Md: DelimitedText.WriteMarkdown(output, table); break;
            case TableFormat.Line: Readable.WriteLines(table); break;
            case TableFormat.Xlsx: ExcelFile.Write(draft!, table); break;
            case TableFormat.Parquet: ParquetRows.Write(draft!, table); break;
            default: Readable.WriteTable(table); break;
        }
    }

    /// <summary>Gives the file its name.</summary>
    public void Complete()
    {
        output.Flush();
        if (draft is null) return;
        draft.Dispose();
        File.Move(draft.Name, options.Out!, overwrite: true);
    }

    public void Dispose()
    {
        if (draft is null) return;
        draft.Dispose();
        File.Delete(draft.Name);
    }

    private ReadableText Readable => new(output, options.Width, options.MostRows);

    private static FileStream OpenDraft(string file)
    {
        try
        {
            return new($"{file}.{Environment.ProcessId}.tmp", FileMode.Create, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException && ExitCode.Of(e) != ExitCode.Temporary)
        {
            throw new ConfigurationException($"--out {file}: cannot write: {e.Message}", e);
        }
    }
}
