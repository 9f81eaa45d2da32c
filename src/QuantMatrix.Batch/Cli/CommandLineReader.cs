using CommandLine;
using QuantMatrix.Batch.Config;

namespace QuantMatrix.Batch.Cli;

/// <summary>Parses the command line; its messages suggest the name that was probably meant.</summary>
public sealed class CommandLineReader(TextWriter output)
{
    /// <returns>The command; null when help or the version was requested and has been written.</returns>
    /// <exception cref="UsageException">The arguments are wrong; all faults at once.</exception>
    public ICommand? Read(IReadOnlyList<string> arguments)
    {
        if (arguments.Count == 0) arguments = ["run"];
        switch (arguments[0])
        {
            case "help" or "--help" or "-h" when arguments.Count == 1: CommandHelp.WriteAll(output); return null;
            case "help" or "--help" or "-h": CommandHelp.Write(output, Command(arguments[1])); return null;
            case "version" or "--version": CommandHelp.WriteVersion(output); return null;
        }
        var command = Command(arguments[0]);
        if (!arguments.Skip(1).Any(a => a is "--help" or "-h")) return Parse(command, [.. arguments.Skip(1)]);
        CommandHelp.Write(output, command);
        return null;
    }

    private static CommandSchema Command(string name)
    {
        var names = CommandSchema.All.Select(c => c.Name).ToList();
        if (CommandSchema.All.FirstOrDefault(c => c.Name == name) is { } command) return command;
        throw new UsageException(name.StartsWith('-') ? $"missing command before '{name}'; expected one of {string.Join(", ", names)}"
            : $"unknown command '{name}'{DidYouMean.Hint(name, names)}");
    }

    private static ICommand Parse(CommandSchema command, IReadOnlyList<string> arguments)
    {
        using var parser = new Parser(settings =>
        {
            (settings.HelpWriter, settings.EnableDashDash, settings.AutoHelp, settings.AutoVersion) = (null, true, false, false);
            settings.ParsingCulture = System.Globalization.CultureInfo.InvariantCulture;
        });
        var list = new ArgumentList(arguments, command);
        var parsed = parser.ParseArguments([command.Name, .. list.Ordered], command.Type);
        var errors = parsed is NotParsed<object> failed ? failed.Errors.ToList() : [];
        var faults = new UsageFaults();
        faults.AddRange(list.Faults);
        faults.AddRange(errors.Select(error => Message(error, command)).Distinct());
        if (!errors.Any(e => e is UnknownOptionError)) // otherwise an argument may be the value of that option
            faults.AddRange(list.Positional.Skip(command.MostArguments).Select(extra => $"unexpected argument '{extra}'; expected {command.Usage}"));
        faults.ThrowIfAny();
        return (ICommand)parsed.Value;
    }

    private static string Message(Error error, CommandSchema command) => error switch
    {
        UnknownOptionError { Token: var name } =>
            $"unknown option --{name} of '{command.Name}'{DidYouMean.Hint($"--{name}", command.Options.Select(o => $"--{o.Name}"))}",
        MissingRequiredOptionError { NameInfo.LongName: "" } => $"missing argument {command.Arguments[0].Name}; expected {command.Usage}",
        MissingRequiredOptionError missing => $"missing option --{missing.NameInfo.LongName} for '{command.Name}'",
        RepeatedOptionError twice => $"--{twice.NameInfo.LongName} is set twice",
        NamedError named => $"invalid value of --{named.NameInfo.LongName}",
        _ => $"{error.Tag}",
    };
}
