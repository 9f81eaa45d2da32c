using QuantMatrix.Batch.Config;
using QuantMatrix.Indicators;
using QuantMatrix.Model;

namespace QuantMatrix.Batch.Graph;

/// <summary>The exit codes of the process, from sysexits.h; cron jobs and Kubernetes use them to decide whether to retry.</summary>
public static class ExitCode
{
    public const int Ok = 0;
    public const int Failed = 1;
    public const int Usage = 64;
    public const int DataUnfit = 65;
    public const int Temporary = 75;
    public const int Configuration = 78;

    /// <summary>Failures that a retry cannot fix come first.</summary>
    private static readonly int[] Precedence = [Configuration, DataUnfit, Failed, Temporary];

    /// <summary>ENOSPC, which .NET uses as the HResult.</summary>
    private const int NoSpaceLeft = 28;

    /// <summary>1 for a bug, reported with its stack trace; expected failures have other codes and are reported by message alone.</summary>
    public static int Of(Exception error) => error switch
    {
        ConfigurationException => Configuration,
        UsageException => Usage,
        DataUnfitException => DataUnfit,
        TemporaryException or IOException { HResult: NoSpaceLeft } => Temporary,
        _ => Failed,
    };

    /// <summary>The code of a run: the first of 78, 65, 1, 75 among its jobs; 0 when all are ok or partial.</summary>
    public static int OfRun(IReadOnlyCollection<int> jobs) => Precedence.FirstOrDefault(jobs.Contains, jobs.Append(Ok).Max());
}
