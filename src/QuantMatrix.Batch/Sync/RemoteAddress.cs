using QuantMatrix.Batch.Config;
using QuantMatrix.Remote;

namespace QuantMatrix.Batch.Sync;

/// <summary>Opens the store that an option names: <c>s3://bucket/prefix</c>, <c>file:///folder</c> or a path.</summary>
internal static class RemoteAddress
{
    /// <param name="option">As typed: <c>--to</c>.</param>
    /// <exception cref="UsageException">The text names no store, or one in this data root.</exception>
    public static IRemoteStore Open(string option, string text, Settings settings)
    {
        if (!text.Contains("://", StringComparison.Ordinal)) return Folder(option, text, settings);
        var isValid = Uri.TryCreate(text, UriKind.Absolute, out var url) && url.UserInfo.Length == 0 && url.Query.Length == 0;
        if (isValid && url!.IsFile && url.Host.Length == 0) return Folder(option, url.LocalPath, settings);
        return isValid && url!.Scheme == "s3" && url.Host.Length > 0 ? new S3Store(url, settings.ObjectStorage)
            : throw new UsageException($"{option}: expected s3://bucket/prefix, file:///folder or a path, without a user, a key or a query");
    }

    private static FolderStore Folder(string option, string path, Settings settings)
    {
        var (folder, data) = (Path.TrimEndingDirectorySeparator(Path.GetFullPath(path)), settings.Data.Path);
        return $"{folder}/".StartsWith($"{Path.TrimEndingDirectorySeparator(Path.GetFullPath(data))}/", StringComparison.Ordinal)
            ? throw new UsageException($"{option} {path}: is in the data root {data}; expected another folder") : new(folder);
    }
}
