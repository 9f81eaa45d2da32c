using System.Globalization;
using QuantMatrix.Model;

namespace QuantMatrix.Batch.Runs;

/// <summary>Writes a file as a draft and renames it, so that a reader never sees a part of it and a failure leaves the old one.</summary>
internal static class DraftFile
{
    public static async Task WriteAsync(string path, ReadOnlyMemory<byte> content, CancellationToken ct)
    {
        var draft = string.Create(CultureInfo.InvariantCulture, $"{path}.{Environment.ProcessId}.tmp");
        try
        {
            await File.WriteAllBytesAsync(draft, content, ct);
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
