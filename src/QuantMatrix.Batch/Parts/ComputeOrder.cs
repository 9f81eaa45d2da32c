using System.Text.Json;
using System.Text.Json.Serialization;
using QuantMatrix.Batch.Config;
using QuantMatrix.Batch.Jobs;
using QuantMatrix.Batch.Runs;
using QuantMatrix.Indicators;
using QuantMatrix.Lake;
using QuantMatrix.Lake.Tables;
using QuantMatrix.Model;
using QuantMatrix.Publish;

namespace QuantMatrix.Batch.Parts;

/// <summary>Everything a computation of features depends on besides the lake, so that other processes can compute parts of it without a database.</summary>
/// <param name="LakeVersion">The version of the lake whose bars are meant.</param>
/// <param name="Code">The build of the indicators.</param>
/// <param name="Calendar">The closures of the calendar, as text.</param>
/// <param name="AsOf">The last day whose bars count.</param>
/// <param name="Tracked">In ordinal order.</param>
public sealed record ComputeOrder(long LakeVersion, string Code, string Calendar, DateOnly AsOf, IReadOnlyList<string> Tracked,
    IReadOnlyList<Membership> Memberships, RecomputeIndicatorsUniverseOptions Options)
{
    /// <summary>First session whose rows for breadth are written with each part; null for none.</summary>
    public DateOnly? BreadthFrom { get; init; }

    /// <summary>The build of the indicators of this program.</summary>
    public static string CurrentCode => InputFingerprints.CodeOf(typeof(Catalogue));

    public static ComputeOrder Of(RunContext run, Manifest prices, IReadOnlyList<string> tracked, IReadOnlyList<Membership> memberships,
        RecomputeIndicatorsUniverseOptions options) =>
        new(prices.Version, CurrentCode, CalendarText(run.Calendar), run.PublishedAsOf, [.. tracked], memberships, options);

    /// <summary>Everything a value of <c>features</c> depends on.</summary>
    public InputFingerprints Inputs(Manifest prices) => InputFingerprints.Of(
        (PriceData.Name, prices.ContentOf(PriceData.Name)), ("symbols", string.Join(' ', Tracked)), ("members", IndexMembers.TextOf(Memberships)),
        ("as_of", $"{AsOf:O}"), ("options", Options.Content()), ("code", Code), ("calendar", Calendar));

    public static string CalendarText(SessionCalendar calendar) => string.Join(' ', calendar.Closures.Select(c => $"{c:O}"));

    /// <summary>Where an order is unless another file is named.</summary>
    public static string PathIn(DataRoot data) => Path.Combine(data.Lake, "parts", "order.json");

    /// <exception cref="TemporaryException">There is no order.</exception>
    /// <exception cref="DataUnfitException">It cannot be read.</exception>
    public static ComputeOrder Read(string path)
    {
        if (!File.Exists(path)) throw new TemporaryException($"{path}: no order; ./run.sh order writes it");
        try
        {
            var order = JsonSerializer.Deserialize(File.ReadAllBytes(path), ComputeOrderJson.Default.ComputeOrder);
            return order is { Code: not null, Calendar: not null, Tracked: not null, Memberships: not null, Options: not null } ? order
                : throw new DataUnfitException($"{path}: a field is missing; ./run.sh order writes it anew");
        }
        catch (Exception e) when (e is JsonException or IOException or UnauthorizedAccessException)
        {
            throw new DataUnfitException($"{path}: not an order: {e.Message}; ./run.sh order writes it anew", e);
        }
    }

    public void Write(string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        DraftFile.Write(path, JsonSerializer.SerializeToUtf8Bytes(this, ComputeOrderJson.Default.ComputeOrder));
    }

    /// <exception cref="ConfigurationException">Another build, or another calendar: its parts would not be those of the order.</exception>
    public void RequireSameBuild(SessionCalendar calendar)
    {
        if (Code != CurrentCode)
            throw new ConfigurationException($"the order was written by another build ({Code}), this one is {CurrentCode}; "
                + "run shards with the build of the order");
        if (Calendar != CalendarText(calendar))
            throw new ConfigurationException("the order was written with other data/calendar files; run shards with the files of the order");
    }

    /// <exception cref="TemporaryException">The lake has changed since.</exception>
    public void RequireCurrent(Manifest lake)
    {
        if (lake.Version != LakeVersion)
            throw new TemporaryException($"the order is of version {LakeVersion} of the lake, which is at {lake.Version} by run {lake.Run}; "
                + "nothing was computed. ./run.sh order writes a new one");
    }
}

/// <summary>Rows to keep as in <c>jobs.yaml</c>.</summary>
internal sealed class RowsToKeepJson : JsonConverter<RowsToKeep>
{
    public override RowsToKeep Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        RowsToKeep.TryParse(reader.GetString() ?? "", out var keep) ? keep : throw new JsonException("keep: expected 'all' or a whole number from 1.");

    public override void Write(Utf8JsonWriter writer, RowsToKeep value, JsonSerializerOptions options) => writer.WriteStringValue($"{value}");
}

/// <summary>Compile-time JSON for orders.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, WriteIndented = true, Converters = [typeof(RowsToKeepJson)],
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ComputeOrder))]
internal sealed partial class ComputeOrderJson : JsonSerializerContext;
