using System.Reflection;
using CommandLine;

namespace QuantMatrix.Batch.Cli;

/// <summary>An option of a command.</summary>
/// <param name="Value">What follows it: <c>DATE</c>; empty for a flag.</param>
/// <param name="Short">Its letter: <c>f</c>; empty for none.</param>
internal sealed record CommandOption(string Name, string Value, string Help, string? Default, string Short, bool IsRequired)
{
    public bool TakesValue => Value.Length > 0;

    /// <summary>A word that may follow the value: <c>desc</c> in <c>COLUMN [desc]</c>.</summary>
    public string? Second => Value.Split('[', ']') is [_, var word, ..] ? word : null;
}

/// <summary>A positional argument of a command.</summary>
internal sealed record CommandArgument(string Name, bool Required, string Help, string? Default);

/// <summary>The name, arguments and options of a command, read from the attributes of its class.</summary>
internal sealed class CommandSchema
{
    private CommandSchema(Type type)
    {
        var verb = type.GetCustomAttribute<VerbAttribute>()!;
        (Type, Name, Help) = (type, verb.Name, verb.HelpText);
        Arguments = [.. type.GetProperties().Select(p => p.GetCustomAttribute<ValueAttribute>()).OfType<ValueAttribute>().OrderBy(a => a.Index)
            .Select(a => new CommandArgument(a.MetaName, a.Required, a.HelpText, a.Default?.ToString()))];
        Options = [.. type.GetProperties().Select(p => p.GetCustomAttribute<OptionAttribute>()).OfType<OptionAttribute>()
            .Select(o => new CommandOption(o.LongName, o.MetaValue, o.HelpText, o.Default?.ToString(), o.ShortName ?? "", o.Required))];
    }

    /// <summary>All commands, in the order of the help text.</summary>
    public static IReadOnlyList<CommandSchema> All { get; } =
    [
        new(typeof(RunCommand)), new(typeof(PlanCommand)), new(typeof(RunsCommand)), new(typeof(StatusCommand)), new(typeof(RetryCommand)),
        new(typeof(BackfillCommand)),
        new(typeof(JobsCommand)), new(typeof(ColumnsCommand)), new(typeof(SqlCommand)), new(typeof(ShowCommand)), new(typeof(ExplainCommand)),
        new(typeof(ScreenCommand)), new(typeof(AuditCommand)), new(typeof(ReportCommand)), new(typeof(PortfolioCommand)), new(typeof(QuarantineCommand)),
        new(typeof(VerifyCommand)), new(typeof(RepairCommand)), new(typeof(BackupCommand)), new(typeof(RestoreCommand)),
        new(typeof(DoctorCommand)), new(typeof(PruneCommand)), new(typeof(OrderCommand)), new(typeof(ShardCommand)),
        new(typeof(SyncCommand)), new(typeof(ExportCommand)), new(typeof(CompletionCommand)),
    ];

    public Type Type { get; }

    public string Name { get; }

    public string Help { get; }

    public IReadOnlyList<CommandArgument> Arguments { get; }

    public IReadOnlyList<CommandOption> Options { get; }

    /// <summary>An argument named with an ellipsis may be repeated.</summary>
    public int MostArguments => Arguments.Any(a => a.Name.EndsWith('…')) ? int.MaxValue : Arguments.Count;

    /// <summary><c>run [TARGET]</c>.</summary>
    public string Usage => string.Join(' ', [Name, .. Arguments.Select(a => a.Required ? a.Name : $"[{a.Name}]")]);

    public CommandOption? Find(string option) => Options.FirstOrDefault(o => o.Name == option);
}
