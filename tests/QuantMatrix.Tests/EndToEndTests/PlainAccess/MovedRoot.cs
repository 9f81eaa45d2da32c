using DuckDB.NET.Data;
using QuantMatrix.Batch.Graph;

namespace QuantMatrix.Tests.EndToEndTests.PlainAccess;

/// <summary>Two nights on <c>data/sample</c>, the answers of <c>./run.sh sql</c>, and the data root at another place: the original is gone.</summary>
public sealed class MovedRoot : IAsyncLifetime, IDisposable
{
    private readonly Trial trial = new() { Replay = Sample.Folder };
    private readonly TempFolder folder = new();

    /// <summary>The moved data root; a quote in its name must not matter.</summary>
    public string Data => folder["it's here", "data"];

    public string Lake => Path.Combine(Data, "lake");

    public string Views => Path.Combine(Lake, "views.sql");

    /// <summary>Questions of the cookbook: the statement by name.</summary>
    public static IReadOnlyDictionary<string, string> Cookbook { get; } =
        Directory.EnumerateFiles(Path.Combine(Fixtures.Repository, "sql", "cookbook"), "*.sql")
            .ToDictionary(f => Path.GetFileNameWithoutExtension(f), File.ReadAllText);

    /// <summary>Hashes of the rows that <c>./run.sh sql</c> printed, by question.</summary>
    internal Dictionary<string, IReadOnlyList<string>> Answers { get; } = [];

    /// <summary>One hash per row of a statement, sorted.</summary>
    internal static string Hashes(string statement) => $"SELECT md5(r::VARCHAR) FROM ({statement.TrimEnd().TrimEnd(';')}\n) r ORDER BY 1";

    public async Task InitializeAsync()
    {
        (await trial.RunAsync("--as-of", "2018-02-06")).ShouldBe(ExitCode.Ok);
        (await trial.RunAsync()).ShouldBe(ExitCode.Ok);
        foreach (var (name, statement) in Cookbook) Answers.Add(name, await trial.SqlAsync(Hashes(statement)));
        Directory.CreateDirectory(Path.GetDirectoryName(Data)!);
        Directory.Move(trial.Data, Data);
    }

    /// <summary>The rows of a query by DuckDB alone, over the moved root.</summary>
    internal IReadOnlyList<IReadOnlyDictionary<string, object?>> Read(string query)
    {
        using var connection = new DuckDBConnection("DataSource=:memory:");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = $"SET VARIABLE lake = '{Lake.Replace("'", "''", StringComparison.Ordinal)}';\n{File.ReadAllText(Views)}";
        command.ExecuteNonQuery();
        command.CommandText = query;
        using var reader = command.ExecuteReader();
        var rows = new List<IReadOnlyDictionary<string, object?>>();
        while (reader.Read())
            rows.Add(Enumerable.Range(0, reader.FieldCount).ToDictionary(reader.GetName, c => reader.IsDBNull(c) ? null : reader.GetValue(c)));
        return rows;
    }

    /// <summary>Calls the program on the moved root.</summary>
    internal async Task<Ended> CallAsync(params string[] arguments)
    {
        using var moved = new Trial { Data = Data, Replay = Sample.Folder };
        return await moved.CallAsync(arguments);
    }

    public void Dispose()
    {
        trial.Dispose();
        folder.Dispose();
    }

    Task IAsyncLifetime.DisposeAsync() => Task.CompletedTask;
}

/// <summary>The tests that share the moved root.</summary>
[CollectionDefinition(nameof(MovedRoot))]
public sealed class MovedRootReaders : ICollectionFixture<MovedRoot>;
