using Microsoft.Extensions.Time.Testing;
using QuantMatrix.Batch.Cli.Output;
using QuantMatrix.Batch.Graph;

namespace QuantMatrix.Tests.UnitTests.Cli;

/// <summary>The line of progress of commands that print a table.</summary>
public sealed class ProgressLineTests
{
    private readonly FakeTimeProvider clock = new();
    private DateTimeOffset start;

    [Fact]
    public void Long_work_shows_rate_and_time_left_and_leaves_no_line_behind()
    {
        var terminal = Shown(line =>
        {
            Report(line, 0.1, 1);       // too early to be worth a line
            Report(line, 2.0, 20);
            Report(line, 2.1, 21);      // within the interval
            Report(line, 4.0, 20);
        });
        terminal.ShouldBe("\r\x1b[K20/100 symbols, 10/s, 0:00:08 left\r\x1b[K20/100 symbols, 5/s, 0:00:16 left\r\x1b[K");
    }

    [Fact]
    public void Short_work_and_output_to_a_file_show_nothing()
    {
        Shown(line => Report(line, 0.4, 99)).ShouldBeEmpty();
        using var none = new ProgressLine(null, clock);
        Report(none, 60, 1); // without a terminal
    }

    private string Shown(Action<ProgressLine> work)
    {
        using var terminal = new StringWriter();
        start = clock.GetUtcNow();
        using (var line = new ProgressLine(terminal, clock)) work(line);
        return $"{terminal}";
    }

    private void Report(ProgressLine line, double seconds, long done)
    {
        clock.SetUtcNow(start.AddSeconds(seconds));
        line.Report(done, 100, "symbols");
    }
}
