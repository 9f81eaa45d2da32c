using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using QuantMatrix.Batch.Config;

namespace QuantMatrix.Batch.Graph;

/// <summary>The JSON schema of jobs.yaml for editors, made from the records that the file is read into.</summary>
/// <remarks>
/// It checks the form of each value. Whether names exist, cycles, and the rules between values are checked by the program alone.
/// </remarks>
internal static class JobFileSchema
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Text(JobKinds kinds) => Of(kinds).ToJsonString(Indented) + "\n";

    private static JsonObject Of(JobKinds kinds)
    {
        var names = kinds.Names.Order(StringComparer.Ordinal).ToList();
        var file = SchemaForm.Map(
            new Dictionary<string, JsonObject>
            {
                ["jobs"] = Described(Jobs(names), "A job is a kind of work with options."),
                [MarketSettings.Section] = Section<MarketSettings>("Settings that are the same for every job."),
                ["providers"] = Section<ProviderSettings>("Data providers and their rate limits. Keys come from the environment."),
                ["checks"] = Section<CheckSettings>("What to do with bars that are valid but suspicious."),
                ["freshness"] = Section<FreshnessSettings>("When the bars of a session must be published."),
                [WatchSection.Section] = Described(SchemaForm.OrNull(SchemaForm.MapOf(WatchList())), "Symbols to track, and levels that cause alerts."),
                ["notify"] = Section<NotifySettings>("Messages to QM_WEBHOOK_URL."),
                ["chains"] = Described(SchemaForm.OrNull(SchemaForm.MapOf(Chain())), "Jobs that run together, in order of their needs."),
                ["schedules"] = Described(SchemaForm.OrNull(SchemaForm.MapOf(Schedule())), "Exported to a scheduler by ./run.sh export."),
            }, "jobs");
        file.Insert(0, "$schema", "http://json-schema.org/draft-07/schema#");
        file.Insert(1, "title", "jobs.yaml of QuantMatrix.Batch");
        file["definitions"] = Definitions(kinds, names);
        return file;
    }

    /// <summary>A job has the name of its kind or says which kind it is.</summary>
    private static JsonObject Jobs(List<string> names)
    {
        var jobs = SchemaForm.MapOf(SchemaForm.Reference("job"));
        jobs["properties"] = new JsonObject(names.Select(name => KeyValuePair.Create<string, JsonNode?>(
            name, SchemaForm.AnyOf(SchemaForm.Reference(name), SchemaForm.Type("null"), SchemaForm.Reference("job")))));
        return jobs;
    }

    private static JsonObject Definitions(JobKinds kinds, List<string> names)
    {
        var definitions = new JsonObject
        {
            ["job"] = SchemaForm.AnyOf([.. names.Select(name => new JsonObject
            {
                ["allOf"] = new JsonArray(SchemaForm.Reference(name), new JsonObject { ["required"] = new JsonArray("run") }),
            })]),
        };
        foreach (var name in names) definitions[name] = Kind(kinds.Find(name)!);
        foreach (var option in JobPolicy.Schema.Options) definitions[option.Name] = option.Schema;
        return definitions;
    }

    private static JsonObject Kind(JobKind kind)
    {
        var properties = new Dictionary<string, JsonObject>
        {
            ["run"] = Described(new() { ["enum"] = new JsonArray(kind.Name) }, "The kind of work; by default the name of the job."),
            ["needs"] = Described(SchemaForm.Names(), "Jobs of the same chain that must end first."),
            ["options"] = Described(SchemaForm.OrNull(SchemaForm.Map(kind.Options)), "Values that differ from the defaults of the kind."),
        };
        foreach (var option in JobPolicy.Schema.Options) properties.Add(option.Name, SchemaForm.Reference(option.Name));
        return SchemaForm.Map(properties);
    }

    private static JsonObject Chain() => SchemaForm.Map(
        new Dictionary<string, JsonObject>
        {
            ["jobs"] = Described(SchemaForm.Names(), "Jobs and other chains."),
            ["options"] = Described(SchemaForm.OrNull(SchemaForm.MapOf(SchemaForm.Map(
                new Dictionary<string, JsonObject>
                {
                    ["default"] = Described([], "The value without --set CHAIN.OPTION=VALUE."),
                    ["sets"] = Described(SchemaForm.Text(@"^[^.]+\.[^.]+$"), "JOB.OPTION, or CHAIN.OPTION of a chain in this one."),
                }, "default", "sets"))), "Options of the chain, each for one of a job."),
        }, "jobs");

    private static JsonObject WatchList() => SchemaForm.Map(new Dictionary<string, JsonObject>
    {
        ["symbols"] = Described(SchemaForm.Names(), "Tickers such as AAPL or BRK-B."),
        ["levels"] = Described(SchemaForm.OrNull(SchemaForm.MapOf(SchemaForm.AnyOf(
            SchemaForm.Type("number"), new JsonObject { ["type"] = "array", ["items"] = SchemaForm.Type("number") }))), "Prices by symbol."),
    });

    private static JsonObject Schedule()
    {
        var properties = new Dictionary<string, JsonObject>
        {
            ["cron"] = Described(SchemaForm.Type("string"), "Five fields: minute, hour, day of the month, month, weekday."),
            ["tz"] = Described(SchemaForm.Of(typeof(TimeZoneInfo)), "The time zone of cron, such as America/New_York. Default: UTC."),
            ["target"] = Described(SchemaForm.Type("string"), "The job or chain to run."),
        };
        foreach (var option in SchedulePolicy.Schema.Options) properties.Add(option.Name, option.Schema);
        return SchemaForm.Map(properties, "cron", "target");
    }

    private static JsonObject Section<T>(string description) => Described(SchemaForm.OrNull(SchemaForm.Map(new OptionSchema(typeof(T)))), description);

    private static JsonObject Described(JsonObject form, string description)
    {
        form.Insert(0, "description", description);
        return form;
    }
}
