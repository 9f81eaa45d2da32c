using QuantMatrix.Batch.Cli;

namespace QuantMatrix.Tests.UnitTests.Cli;

public sealed class CommandExamplesTests
{
    public static TheoryData<string> Commands => [.. CommandSchema.All.Select(c => c.Name)];

    [Theory]
    [MemberData(nameof(Commands))]
    public void Every_example_of_a_command_is_a_valid_call_and_every_option_is_in_one(string name)
    {
        var command = CommandSchema.All.Single(c => c.Name == name);
        var calls = CommandExamples.Of(command).Select(e => Words(e.Call)).ToList();
        calls.ShouldNotBeEmpty();
        foreach (var call in calls)
        {
            call[0].ShouldBe(name);
            new CommandLineReader(TextWriter.Null).Read(call).ShouldBeOfType(command.Type);
        }
        command.Options.Where(o => !calls.Any(c => c.Contains($"--{o.Name}") || c.Contains($"-{o.Short}"))).Select(o => o.Name).ShouldBeEmpty();
    }

    /// <summary>Splits at spaces outside double quotes.</summary>
    private static string[] Words(string call) =>
        [.. call.Split('"').SelectMany((part, i) => i % 2 == 1 ? [part] : part.Split(' ', StringSplitOptions.RemoveEmptyEntries))];
}
