using System.Diagnostics;
using System.Runtime.CompilerServices;
using DuckDB.NET.Data;

namespace QuantMatrix.Tests.ContractTests;

/// <summary>A second process that opens a DuckDB file, runs a statement and keeps the file locked until it is killed.</summary>
/// <remarks>Starts this test assembly again; a module initializer reads the request from the environment before the empty Main.</remarks>
internal sealed class OtherProcess : IDisposable
{
    private const string FileVariable = "PUBLISH_TEST_HOLD_FILE";
    private const string SqlVariable = "PUBLISH_TEST_HOLD_SQL";
    private const string Ready = "holding";

    private readonly Process _process;

    private OtherProcess(Process process) => _process = process;

    public int Id => _process.Id;

    public bool HasExited => _process.HasExited;

    public static async Task<OtherProcess> HoldAsync(string file, string sql)
    {
        var start = new ProcessStartInfo("dotnet", [typeof(OtherProcess).Assembly.Location]) { RedirectStandardInput = true, RedirectStandardOutput = true };
        start.Environment[FileVariable] = file;
        start.Environment[SqlVariable] = sql;
        var process = new OtherProcess(Process.Start(start)!);
        (await process._process.StandardOutput.ReadLineAsync()).ShouldBe(Ready);
        return process;
    }

    /// <summary>Like kill -9: the process cannot clean up.</summary>
    public void Kill()
    {
        _process.Kill();
        _process.WaitForExit();
    }

    public void Dispose()
    {
        Kill();
        _process.Dispose();
    }

#pragma warning disable CA2255 // runs before the Main of the test host
    [ModuleInitializer]
    internal static void HoldIfRequested()
#pragma warning restore CA2255
    {
        if (Environment.GetEnvironmentVariable(FileVariable) is not { } file) return;
        using var connection = new DuckDBConnection($"Data Source={file}");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = Environment.GetEnvironmentVariable(SqlVariable);
        command.ExecuteNonQuery();
        Console.WriteLine(Ready);
        Console.In.ReadToEnd();
    }
}
