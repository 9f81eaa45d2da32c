using System.Text;
using Microsoft.Extensions.Logging;

namespace QuantMatrix.Batch.Observe;

/// <summary>Makes a log event of each line that is written to it.</summary>
internal sealed class LogLines(JsonLog log, LogLevel level) : TextWriter
{
    private readonly ILogger logger = log.Factory.CreateLogger("QuantMatrix.Batch");
    private readonly StringBuilder line = new();

    public override Encoding Encoding => Encoding.UTF8;

    public override void Write(char value)
    {
        lock (line)
        {
            if (value != '\n')
            {
                line.Append(value);
                return;
            }
            var text = line.ToString().Trim();
            line.Clear();
            if (text.Length > 0) logger.Log(level, new EventId(0, "message"), "{Text}", text);
        }
    }

    public override void Write(string? value)
    {
        lock (line)
            foreach (var c in value ?? "") Write(c);
    }

    public override void WriteLine(string? value) => Write(value + '\n');
}
