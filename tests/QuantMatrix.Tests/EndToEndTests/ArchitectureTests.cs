using System.Xml.Linq;

namespace QuantMatrix.Tests.EndToEndTests;

/// <summary>Which projects may reference each other, and which packages each may use.</summary>
public class ArchitectureTests
{
    private const string Analyzer = "Microsoft.CodeAnalysis.BannedApiAnalyzers";

    /// <summary>For each project, the projects and packages it may reference.</summary>
    private static readonly Dictionary<string, (string[] Rooms, string[] Packages)> Law = new()
    {
        ["Model"] = ([], ["Apache.Arrow", "CommunityToolkit.HighPerformance", Analyzer]),
        ["Indicators"] = (["Model"], [Analyzer]),
        ["Reconcile"] = (["Model"], [Analyzer]),
        ["Lake"] = (["Model"], ["DuckDB.NET.Data.Full", "Parquet.Net"]),
        ["Http"] = (["Model"], ["Polly.RateLimiting"]),
        ["MarketData"] = (["Http", "Model"], ["AngleSharp"]),
        ["Broker"] = (["Http", "Model"], []),
        ["Publish"] = (["Model"], ["DuckDB.NET.Data.Full", "Npgsql", "StackExchange.Redis", "dbup-postgresql"]),
        ["Remote"] = (["Model"], ["AWSSDK.S3"]), // object storage: signatures, retries and conditional puts
        ["Report"] = (["Model"], ["Fluid.Core"]),
        ["Batch"] = (["Broker", "Http", "Indicators", "Lake", "MarketData", "Model", "Publish", "Reconcile", "Remote", "Report"],
            [
                "CommandLineParser", "Cronos", "Microsoft.Data.Analysis", "MiniExcel", "MinVer", "Spectre.Console", "System.Numerics.Tensors",
                "Wcwidth", "YamlDotNet",
                "Microsoft.Extensions.Logging.Console", // the JSON of --log json
                "OpenTelemetry.Exporter.OpenTelemetryProtocol", // traces and metrics, loaded only when an endpoint is set
                "Polly.Extensions", // Polly's events in the log and in metrics
            ]),
    };

    private static readonly string Sources = Path.Combine(Fixtures.Repository, "src");

    public static TheoryData<string> Rooms => [.. Law.Keys];

    [Fact]
    public void The_rooms_are_those_of_the_law() =>
        Directory.GetDirectories(Sources).Select(Path.GetFileName).ShouldBe(Law.Keys.Select(room => $"QuantMatrix.{room}"), ignoreOrder: true);

    [Theory]
    [MemberData(nameof(Rooms))]
    public void A_room_references_only_the_rooms_it_may(string room) =>
        Included(room, "ProjectReference").Select(Path.GetFileNameWithoutExtension)
            .ShouldBe(Law[room].Rooms.Select(r => $"QuantMatrix.{r}"), ignoreOrder: true);

    [Theory]
    [MemberData(nameof(Rooms))]
    public void A_rooms_code_uses_only_the_rooms_it_may(string room) =>
        Assembly(room).GetReferencedAssemblies().Select(a => a.Name!).Where(name => name.StartsWith("QuantMatrix.", StringComparison.Ordinal))
            .Except(Law[room].Rooms.Select(r => $"QuantMatrix.{r}")).ShouldBeEmpty();

    [Theory]
    [MemberData(nameof(Rooms))]
    public void A_rooms_packages_are_its_powers(string room) => Included(room, "PackageReference").ShouldBe(Law[room].Packages, ignoreOrder: true);

    [Fact]
    public void Only_hard_links_file_identities_file_probes_page_prefaulting_and_signals_call_libc() =>
        Directory.EnumerateFiles(Sources, "*.cs", SearchOption.AllDirectories).Select(f => Path.GetRelativePath(Sources, f))
            .Where(f => !f.Split(Path.DirectorySeparatorChar).Any(part => part is "obj" or "bin"))
            .Where(f => File.ReadAllText(Path.Combine(Sources, f)) is var code
                && (code.Contains("DllImport", StringComparison.Ordinal) || code.Contains("LibraryImport", StringComparison.Ordinal)))
            .ShouldBe(
            [
                "QuantMatrix.Batch/Cli/StopSignals.cs", "QuantMatrix.Batch/Config/InjectedFailure.cs", "QuantMatrix.Indicators/PagePrefault.cs",
                "QuantMatrix.Lake/FileProbe.cs",
                "QuantMatrix.Lake/FileStamp.cs", "QuantMatrix.Lake/HardLink.cs",
            ], ignoreOrder: true);

    /// <summary>No files, network, clock, random numbers or culture in a pure project.</summary>
    [Theory]
    [InlineData("Model")]
    [InlineData("Indicators")]
    [InlineData("Reconcile")]
    public void The_analyzer_keeps_a_pure_room_pure(string room)
    {
        Included(room, "PackageReference").ShouldContain(Analyzer);
        Included(room, "AdditionalFiles").ShouldContain(f => f.Split(';').Contains("../BannedSymbols.txt"));
        string[] closed = ["N:System.IO;", "N:System.Net;", "T:System.Random;", "T:System.TimeProvider;", "P:System.DateTime.Now;",
            "P:System.Globalization.CultureInfo.CurrentCulture;"];
        var list = File.ReadAllLines(Path.Combine(Sources, "BannedSymbols.txt"));
        closed.Where(symbol => !list.Any(line => line.StartsWith(symbol, StringComparison.Ordinal))).ShouldBeEmpty();
    }

    private static IEnumerable<string> Included(string room, string item) =>
        XDocument.Load(Path.Combine(Sources, $"QuantMatrix.{room}", $"QuantMatrix.{room}.csproj")).Descendants(item).Select(e => e.Attribute("Include")!.Value);

    private static System.Reflection.Assembly Assembly(string room) => System.Reflection.Assembly.Load(room == "Batch" ? "quantmatrix" : $"QuantMatrix.{room}");
}
