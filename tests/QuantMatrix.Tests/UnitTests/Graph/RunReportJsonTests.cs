using System.Text.Json;
using QuantMatrix.Batch.Graph;
using QuantMatrix.Batch.Runs;

namespace QuantMatrix.Tests.UnitTests.Graph;

/// <summary>Every field of a report is written, as a serializer writes it.</summary>
public class RunReportJsonTests
{
    private static readonly JsonSerializerOptions Options = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower, WriteIndented = true };

    private static readonly DateTimeOffset Time = new(2026, 6, 1, 3, 0, 0, 125, TimeSpan.Zero);

    public static TheoryData<RunReport> Reports =>
    [
        new RunReport("20260601T030000Z-0001", "a_chain", null, Time),
        new RunReport("20260601T030000Z-0002", "a_chain", new(2026, 5, 29), Time)
        {
            Status = JobStatus.Partial, Finished = Time.AddSeconds(1.5), Seconds = 1.5, ExitCode = 65, Reason = "a «reason» & more", Command = "./run.sh x",
            RetryOf = "20260601T020000Z-0001", JobsHash = "abc", LakeBefore = 3, LakeAfter = 4, DataBytes = 5_000_000_000, Workers = 2, ExitOnPartial = true,
            Jobs =
            [
                new JobReport("a", "kind", [], new Dictionary<string, string>()),
                new JobReport("b", "kind", ["a"], new Dictionary<string, string> { ["an_option"] = "1", ["ANOTHER"] = "x" })
                {
                    Status = JobStatus.Failed, Started = Time, Finished = Time.AddSeconds(0.25), Seconds = 0.25, Summary = "what\nit did", Cause = "why",
                    Counters = new Dictionary<string, long> { ["rows"] = 7 }, Warnings = ["one", "two"], Samples = ["AAPL"], ExitCode = 65,
                    Error = new("AType", "a message", null), Attempts = [new(Time, 0.1, JobStatus.Temporary, "first")],
                },
            ],
        },
    ];

    [Theory]
    [MemberData(nameof(Reports))]
    public void The_report_is_what_a_serializer_writes(RunReport report) =>
        System.Text.Encoding.UTF8.GetString(RunReportJson.Bytes(report)).ShouldBe(JsonSerializer.Serialize(report, Options));
}
