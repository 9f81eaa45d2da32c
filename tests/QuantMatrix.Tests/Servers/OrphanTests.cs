using System.Diagnostics;
using System.Globalization;
using System.Runtime.CompilerServices;

namespace QuantMatrix.Tests.Servers;

/// <summary>A test process that is killed leaves no server and no folder behind.</summary>
[Trait("class", "servers")]
public sealed class OrphanTests
{
    private const string Variable = "SERVERS_TEST_START_POSTGRES";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task A_server_and_its_folder_go_with_a_killed_test_process()
    {
        var start = new ProcessStartInfo("dotnet", [typeof(OrphanTests).Assembly.Location]) { RedirectStandardInput = true, RedirectStandardOutput = true };
        start.Environment[Variable] = "1";
        using var other = Process.Start(start)!;
        var said = (await other.StandardOutput.ReadLineAsync())!.Split(' ');
        var (server, folder) = (int.Parse(said[0], CultureInfo.InvariantCulture), said[1]);
        IsAlive(server).ShouldBeTrue();
        Directory.Exists(folder).ShouldBeTrue();

        other.Kill();
        await other.WaitForExitAsync();
        for (var waited = Stopwatch.StartNew(); waited.Elapsed < Patience && (IsAlive(server) || Directory.Exists(folder));) await Task.Delay(20);
        IsAlive(server).ShouldBeFalse();
        Directory.Exists(folder).ShouldBeFalse();
    }

    private static bool IsAlive(int process) => Directory.Exists(string.Create(CultureInfo.InvariantCulture, $"/proc/{process}"));

#pragma warning disable CA2255 // the only way in before the test host's own Main
    [ModuleInitializer]
    internal static void StartWhenAsked()
#pragma warning restore CA2255
    {
        if (Environment.GetEnvironmentVariable(Variable) is null) return;
        using var server = new PostgresServer();
        Console.WriteLine($"{server.Id} {server.Folder}");
        Console.In.ReadToEnd();
    }
}
