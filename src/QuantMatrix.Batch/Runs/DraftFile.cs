using System.Globalization;
using QuantMatrix.Model;

namespace QuantMatrix.Batch.Runs;

/// <summary>Writes a file as a draft and renames it, so that a reader never sees a part of it and a failure leaves the old one.</summary>
internal static class DraftFile
{
    /// <summary>Not asynchronous: suspending every caller costs more than writing a small file.</summary>
    public static void Write(string path, ReadOnlySpan<byte> content)
    {
        var draft = string.Create(CultureInfo.InvariantCulture, $"{path}.{Environment.ProcessId}.tmp");
        try
        {
            File.WriteAllBytes(draft, content);
            Failpoint.ReportBeforeRename.Reach();
            File.Move(draft, path, overwrite: true);
            Failpoint.ReportAfterRename.Reach();
        }
        catch
        {
            File.Delete(draft);
            throw;
        }
    }
}
