using System.Text;

namespace QuantMatrix.Bench;

/// <summary>The sections of one run of the benchmarks: told as they come, saved as a whole.</summary>
internal sealed class Report
{
    private readonly StringBuilder text = new();
    private readonly TextWriter output;

    public Report(TextWriter output)
    {
        this.output = output;
        Tell($"""
            # Benchmarks

            Written by `./run.sh bench`; not to be edited. «measured» is the median of the repeats; ratios are of medians of turns taken
            alternately in one process. `./run.sh bench NAME` shows one section and leaves this file as it is.

            {Machine.Text()}.

            """);
    }

    public void Add(Section section) => Tell(section.Markdown());

    /// <summary>Draft, then rename.</summary>
    public void Save(string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path + ".tmp", text.ToString().TrimEnd('\n') + "\n");
        File.Move(path + ".tmp", path, overwrite: true);
    }

    private void Tell(string part)
    {
        text.Append(part).Append('\n');
        output.WriteLine(part);
    }
}
