using QuantMatrix.Batch.Cli.Output;
using QuantMatrix.Batch.Runs;

namespace QuantMatrix.Batch.Cli;

/// <summary>The texts of <c>help</c> and <c>version</c>.</summary>
internal static class CommandHelp
{
    private const string Program = "./run.sh";

    public static void WriteAll(TextWriter output)
    {
        output.WriteLine($"Usage: {Program} [COMMAND] [OPTIONS]");
        output.WriteLine("\nNightly batch for equity market data: fetches bars, computes indicators and publishes them.\n\nCommands:");
        TextTable.WriteAligned(output,
        [
            .. CommandSchema.All.Select(c => (string[])[c.Name, c.Help]),
            ["help", "Show this help, or that of a command: help COMMAND."], ["version", "Show the version."],
        ], indent: "  ");
        output.WriteLine($"\nThe default command is run. See '{Program} help COMMAND' for arguments and options.");
    }

    public static void Write(TextWriter output, CommandSchema command)
    {
        output.WriteLine($"Usage: {Program} {command.Usage} [OPTIONS]\n\n{command.Help}");
        if (command.Arguments.Count > 0) output.WriteLine("\nArguments:");
        TextTable.WriteAligned(output, [.. command.Arguments.Select(a => (string[])[a.Name, Text(a.Help, a.Default)])], indent: "  ");
        output.WriteLine("\nOptions:");
        TextTable.WriteAligned(output,
        [
            .. command.Options.Select(o => (string[])[Name(o), Text(o.Help, o.Default)]), ["--help", "Show this help."],
        ], indent: "  ");
        output.WriteLine("\nExamples:");
        foreach (var (call, meaning) in CommandExamples.Of(command)) output.WriteLine($"{(meaning.Length > 0 ? $"  # {meaning}\n" : "")}  {Program} {call}");
    }

    public static void WriteVersion(TextWriter output) => output.WriteLine(ProgramVersion.Current);

    private static string Name(CommandOption option) => (option.Short.Length > 0 ? $"-{option.Short}, " : "") + $"--{option.Name} {option.Value}".TrimEnd();

    private static string Text(string help, string? value) => value is null ? help : $"{help.TrimEnd('.')} (default: {value}).";
}
