namespace QuantMatrix.Batch.Screens;

/// <summary>Finds the sessions in which a symbol enters a screen.</summary>
internal static class ScreenEntries
{
    /// <summary>Whether each session is the first one in which the condition holds after one in which it did not.</summary>
    /// <param name="holds">By session of one symbol, from its first bar on. NULL counts as not holding once the columns have values.</param>
    /// <param name="warmUp">The first row at which every column of the condition can have a value: before it, whether the condition holds is unknown.</param>
    public static bool[] Of(ReadOnlySpan<bool?> holds, int warmUp)
    {
        var entered = new bool[holds.Length];
        for (var t = warmUp + 1; t < holds.Length; t++) entered[t] = holds[t] == true && holds[t - 1] != true;
        return entered;
    }
}
