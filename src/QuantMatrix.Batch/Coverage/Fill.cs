namespace QuantMatrix.Batch.Coverage;

/// <summary>How many symbols a session holds of those it should.</summary>
internal sealed record Fill(DateOnly Date, int Expected, int Stored)
{
    /// <summary>The sessions that hold less than so much, the emptiest first.</summary>
    public static IEnumerable<Fill> Below(double pct, IEnumerable<Fill> sessions) =>
        sessions.Where(f => 100.0 * f.Stored < pct * f.Expected).OrderBy(f => (double)f.Stored / f.Expected).ThenBy(f => f.Date);

    public string Words(string what) => $"{Date:yyyy-MM-dd}: {what} of {Stored} of {Expected} symbols";
}
