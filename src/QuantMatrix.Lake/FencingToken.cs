using QuantMatrix.Model;

namespace QuantMatrix.Lake;

/// <summary>Refuses the commit of a run that was suspended, lost the lock of its data root and wakes up after a later run has committed.</summary>
public static class FencingToken
{
    /// <summary>The token of the newest commit; 0 without one, also when the manifest cannot be read, which a commit reports.</summary>
    public static long Newest(string lake)
    {
        try
        {
            return new ManifestLog(lake).Read().Token;
        }
        catch (Exception e) when (e is DataUnfitException or IOException or UnauthorizedAccessException)
        {
            return 0;
        }
    }

    /// <exception cref="TemporaryException">A later run has committed.</exception>
    internal static void Require(string lake, Manifest newest, string runId, long? token)
    {
        if (newest.Token > token)
            throw new TemporaryException($"{lake}: run {newest.Run}, which began later (token {newest.Token}, this one has {token}), has committed "
                + $"meanwhile; run {runId} published nothing. Run it again");
    }
}
