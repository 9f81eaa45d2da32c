using System.Text;
using QuantMatrix.Tests.Servers;

namespace QuantMatrix.Tests.UnitTests.Broker;

/// <summary>A report is streamed to its file.</summary>
[Collection(nameof(Undisturbed))]
public class FlexServiceMemoryTests
{
    [Fact]
    public async Task A_report_of_50_MB_is_not_held_in_memory()
    {
        const int bytes = 50_000_000, limit = bytes / 10;
        var report = new ProviderReply(200, new byte[bytes]);
        report.Body.AsSpan().Fill((byte)' ');
        "<FlexQueryResponse>"u8.CopyTo(report.Body);
        Encoding.ASCII.GetBytes("</FlexQueryResponse>").CopyTo(report.Body, bytes - "</FlexQueryResponse>".Length);
        using var trial = new FlexTrial(FlexTrial.Sent, report);
        var before = GC.GetTotalAllocatedBytes(precise: true);

        await trial.FetchAsync();

        (GC.GetTotalAllocatedBytes(precise: true) - before).ShouldBeLessThan(limit);
        (await File.ReadAllBytesAsync(trial.Path)).SequenceEqual(report.Body).ShouldBeTrue();
    }
}
