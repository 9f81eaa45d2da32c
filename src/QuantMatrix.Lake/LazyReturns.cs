using DuckDB.NET.Data;
using QuantMatrix.Lake.Tables;
using QuantMatrix.Model;

namespace QuantMatrix.Lake;

/// <summary>Joins <c>price_data</c> with the corporate actions once a query needs total-return closes: DuckDB keeps a join whose columns are unused.</summary>
/// <param name="computed">The view with the join, in place of the one with <see cref="Marker"/>.</param>
internal sealed class LazyReturns(DuckDBConnection connection, string computed)
{
    private const string Mark = "total return";

    /// <summary>Stands for the total-return close: it, or its name, is in the plan of each query that needs one. No row has a value of it.</summary>
    public const string Marker = $"CAST(concat('{Mark}', close) AS DOUBLE)";

    private bool isDone, hasCreated;

    /// <summary>Called before each query.</summary>
    public void Prepare(string sql)
    {
        if (isDone || !MayRead(sql) || !Needs(sql)) return;
        connection.Execute($"CREATE OR REPLACE VIEW {PriceData.Name} AS {computed}");
        isDone = true;
    }

    /// <summary><c>price_data</c> is a view without <see cref="Marker"/>.</summary>
    public void Leave() => isDone = true;

    /// <summary>Whether a query names the bars' table, calls a macro over it, or may use what a statement created.</summary>
    /// <remarks>Without it every query would be planned twice.</remarks>
    private bool MayRead(string sql)
    {
        hasCreated |= LakeMacros.HasWord(sql, "CREATE");
        return hasCreated || sql.Contains(PriceData.Name, StringComparison.OrdinalIgnoreCase) || LakeMacros.Reads(sql, PriceData.Name);
    }

    /// <summary>A query without a plan, like one that is not valid, counts as one that needs them.</summary>
    private bool Needs(string sql)
    {
        if (sql.Contains(BarField.AdjClose, StringComparison.OrdinalIgnoreCase)) return true;
        using var command = connection.CreateCommand();
        command.CommandText = $"EXPLAIN (FORMAT json) {sql}";
        try
        {
            using var plan = command.ExecuteReader();
            while (plan.Read())
                if (plan.GetString(1) is var text && new[] { Mark, BarField.AdjClose }.Any(name => text.Contains(name, StringComparison.Ordinal))) return true;
            return false;
        }
        catch (DuckDBException)
        {
            return true;
        }
    }
}
