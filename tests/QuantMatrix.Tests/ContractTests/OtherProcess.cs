using System.Diagnostics;
using System.Runtime.CompilerServices;
using DuckDB.NET.Data;

namespace QuantMatrix.Tests.ContractTests;

/// <summary>A second process that opens a DuckDB file, runs a statement and holds the file until it is killed.</summary>
/// <remarks>It is this test assembly started again: the wish stands in the environment and is granted before its empty Main.</remarks>
internal sealed class OtherProcess : IDisposable
{
    private const string FileVariable = "PUBLISH_TEST_HOLD_FILE";
    private const string SqlVariable = "PUBLISH_TEST_HOLD_SQL";
    private const string Ready = "holding";

    private readonly Process _process;

    private OtherProcess(Process process) => _process = process;

    public int Id => _process.Id;

    public static async Task<OtherProcess> HoldAsync(string file, string sql)
    {
        var start = new ProcessStartInfo("dotnet", [typeof(OtherProcess).Assembly.Location]) { RedirectStandardInput = true, RedirectStandardOutput = true };
        start.Environment[FileVariable] = file;
        start.Environment[SqlVariable] = sql;
        var process = new OtherProcess(Process.Start(start)!);
        (await process._process.StandardOutput.ReadLineAsync()).ShouldBe(Ready);
        return process;
    }

    /// <summary>As kill -9: nothing of it gets to tidy up.</summary>
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

#pragma warning disable CA2255 // the only way in before the test host's own Main
    [ModuleInitializer]
    internal static void HoldWhenAsked()
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
