using QuantMatrix.Batch.Config;
using QuantMatrix.Batch.Config.Yaml;

namespace QuantMatrix.Batch.Graph;

/// <summary>
/// Resolves the option values of a plan from <c>jobs.yaml</c> and <c>--set</c>. Precedence, lowest first: the job in the file,
/// the defaults of chains, inner ones first, <c>--set</c> for a chain in the chain, for the chain, for the job. Market settings are the
/// same for every job.
/// </summary>
internal sealed class SetValues(JobFile file, string target, IReadOnlyList<string> members)
{
    private const string Form = "JOB.OPTION=VALUE";

    private readonly Chain? chain = file.Chains.GetValueOrDefault(target);
    private readonly HashSet<string> names = [.. members];
    private readonly List<Assignment> forNested = [], forChain = [], forJobs = [];

    /// <param name="faults">Receives every unknown name and invalid value.</param>
    public (IReadOnlyDictionary<string, List<KeyValuePair<string, YamlNode>>> Values, MarketSettings Market) Read(
        IReadOnlyList<string> sets, UsageFaults faults)
    {
        var arguments = sets.Select(SetArgument.Parse).ToList();
        faults.AddRange(sets.Where((_, i) => arguments[i] is null).Select(set => $"--set {set}: expected {Form}"));
        var market = Market([.. arguments.OfType<SetArgument>().Where(IsMarket)], faults);
        foreach (var argument in arguments.OfType<SetArgument>().Where(a => !IsMarket(a)))
            faults.AddRange(Faults(argument, market).Select(fault => $"--set {argument.Text}: {fault}"));

        var defaults = chain?.Chains.SelectMany(c => c.OwnOptions).Select(o => new Assignment(o.Job, o.Option, o.Default)) ?? [];
        var values = members.ToDictionary(m => m, m => file.Jobs[m].Options.ToList());
        foreach (var a in defaults.Concat(forNested).Concat(forChain).Concat(forJobs)) values[a.Job].Add(new(a.Option, a.Value));
        foreach (var (option, text) in MarketSettings.Schema.Texts(market))
            foreach (var member in members.Where(m => file.Jobs[m].Kind.Options.Find(option) is not null))
                values[member].Add(new(option, YamlNode.Scalar(text)));
        return (values, market);
    }

    private bool IsMarket(SetArgument argument) => argument.Owner == MarketSettings.Section && !names.Contains(argument.Owner) && argument.Owner != target;

    private MarketSettings Market(List<SetArgument> arguments, UsageFaults faults)
    {
        List<string> wrong = [.. arguments.SelectMany(a => MarketSettings.Schema.Faults($"section '{a.Owner}'", new(a.Option, 0, a.Value))
            .Select(fault => $"--set {a.Text}: {fault.Text}"))];
        faults.AddRange(wrong);
        if (arguments is [] || wrong is not []) return file.Market;
        var values = MarketSettings.Schema.Texts(file.Market).Select(t => KeyValuePair.Create(t.Key, YamlNode.Scalar(t.Value)));
        return (MarketSettings)MarketSettings.Schema.Bind([.. values, .. arguments.Select(a => KeyValuePair.Create(a.Option, a.Value))]);
    }

    private IEnumerable<string> Faults(SetArgument argument, MarketSettings market)
    {
        var (owner, option) = (argument.Owner, argument.Option);
        if (chain?.Chains.FirstOrDefault(c => c.Name == owner) is { } named)
        {
            if (!named.Options.TryGetValue(option, out var alias))
                return [$"{named.Label} has no option '{option}'{DidYouMean.Hint(option, named.Options.Keys)}"];
            (named == chain ? forChain : forNested).Add(new(alias.Job, alias.Option, argument.Value));
            (owner, option) = (alias.Job, alias.Option);
        }
        else if (!names.Contains(owner))
        {
            return [$"no job '{owner}' in '{target}'{DidYouMean.Hint(owner, chain is null ? members : [.. members, .. chain.Chains.Select(c => c.Name)])}"];
        }
        else
        {
            forJobs.Add(new(owner, option, argument.Value));
        }
        var job = file.Jobs[owner];
        return job.Kind.Faults(job.Label, new(option, 0, argument.Value), market).Select(fault => fault.Text);
    }

    private readonly record struct Assignment(string Job, string Option, YamlNode Value);

    /// <summary>One argument of <c>--set</c>.</summary>
    private sealed record SetArgument(string Text, string Owner, string Option, YamlNode Value)
    {
        public static SetArgument? Parse(string text) =>
            text.Split('=', 2) is [var left, var value] && left.Split('.') is [var owner, var option] ? new(text, owner, option, YamlNode.Scalar(value)) : null;
    }
}
