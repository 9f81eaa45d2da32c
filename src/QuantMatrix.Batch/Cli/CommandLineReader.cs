using System.Reflection;
using CommandLine.Text;
using CommandLine;
using QuantMatrix.Batch.Config;

namespace QuantMatrix.Batch.Cli;

/// <summary>Turns arguments into a verb; what it cannot understand it answers with the word that was probably meant.</summary>
public sealed class CommandLineReader(TextWriter output)
{
    private static readonly Type[] Verbs = [typeof(RunCommand), typeof(PlanCommand), typeof(JobsCommand), typeof(ColumnsCommand), typeof(SqlCommand), typeof(ShowCommand), typeof(ScreenCommand), typeof(PortfolioCommand), typeof(QuarantineCommand)];

    /// <returns>The verb; null when help or the version was asked for and has been written.</returns>
    /// <exception cref="UsageException">The arguments are wrong; all faults at once.</exception>
    public ICommand? Read(IReadOnlyList<string> arguments)
    {
        using var parser = new Parser(settings =>
        {
            settings.HelpWriter = null;
            settings.EnableDashDash = true;
            settings.ParsingCulture = System.Globalization.CultureInfo.InvariantCulture;
        });
        if (arguments.Count == 0) arguments = ["run"];
        var verb = Verbs.FirstOrDefault(v => NameOf(v) == arguments[0]);
        var list = new ArgumentList(arguments, verb is null ? [] : ValuedOptions(verb));
        var parsed = parser.ParseArguments(list.Ordered, Verbs);
        if (parsed is not NotParsed<object> wrong)
        {
            CheckWords(list.Words, Words(verb!));
            return (ICommand)parsed.Value;
        }
        if (wrong.Errors.Any(e => e is HelpRequestedError or HelpVerbRequestedError or VersionRequestedError))
        {
            WriteHelp(wrong);
            return null;
        }
        throw new UsageException(string.Join('\n', wrong.Errors.Select(e => Message(e, verb)).Distinct()));
    }

    /// <summary>The parser passes over words that are too many; a slip like <c>run A B</c> should not run A.</summary>
    private static void CheckWords(IReadOnlyList<string> given, List<string> expected)
    {
        if (given.Count > expected.Count + 1)
            throw new UsageException($"'{given[expected.Count + 1]}' is one word too many; expected {string.Join(' ', [given[0], .. expected])}");
    }

    private void WriteHelp(NotParsed<object> wrong)
    {
        if (wrong.Errors.Any(e => e is VersionRequestedError))
        {
            output.WriteLine($"quantmatrix {typeof(CommandLineReader).Assembly.GetName().Version!.ToString(3)}");
            return;
        }
        output.WriteLine(HelpText.AutoBuild(wrong, help =>
        {
            (help.Heading, help.Copyright, help.AdditionalNewLineAfterOption) = ("QuantMatrix.Batch", "", false);
            return help;
        }, example => example, verbsIndex: wrong.TypeInfo.Current == typeof(NullInstance)));
    }

    private static string Message(Error error, Type? verb) => error switch
    {
        BadVerbSelectedError bad => $"'{bad.Token}' is no verb{DidYouMean.Hint(bad.Token, Verbs.Select(NameOf))}",
        NoVerbSelectedError => $"no verb given{DidYouMean.Hint("", Verbs.Select(NameOf))}",
        UnknownOptionError unknown => $"--{unknown.Token} is no option of '{NameOf(verb!)}'{DidYouMean.Hint(unknown.Token, OptionNames(verb!))}",
        MissingRequiredOptionError missing => $"'{NameOf(verb!)}' lacks {Missing(missing, verb!)}",
        MissingValueOptionError missing => $"--{missing.NameInfo.LongName}: expected a value",
        BadFormatConversionError bad => $"--{bad.NameInfo.LongName}: expected a whole number",
        RepeatedOptionError twice => $"--{twice.NameInfo.LongName} is given twice",
        _ => $"{error.Tag}",
    };

    private static string Missing(MissingRequiredOptionError error, Type verb) =>
        error.NameInfo.LongName.Length > 0 ? $"--{error.NameInfo.LongName}" : Words(verb)[0];

    private static string NameOf(Type verb) => verb.GetCustomAttribute<VerbAttribute>()!.Name;

    /// <summary>What stands on the line beside options: TARGET.</summary>
    private static List<string> Words(Type verb) =>
        [.. verb.GetProperties().Select(p => p.GetCustomAttribute<ValueAttribute>()?.MetaName).OfType<string>()];

    private static List<string> ValuedOptions(Type verb) => [.. verb.GetProperties()
        .Where(p => p.PropertyType != typeof(bool))
        .Select(p => p.GetCustomAttribute<OptionAttribute>()?.LongName).OfType<string>()];

    private static IEnumerable<string> OptionNames(Type verb) =>
        verb.GetProperties().Select(p => p.GetCustomAttribute<OptionAttribute>()?.LongName).OfType<string>();
}
