using QuantMatrix.Batch.Config;
using QuantMatrix.Indicators;
using QuantMatrix.Model;

namespace QuantMatrix.Batch.Graph;

/// <summary>The process's exit codes (those of sysexits.h); cron jobs and Kubernetes decide by them whether to retry.</summary>
public static class ExitCode
{
    public const int Ok = 0;
    public const int Failed = 1;
    public const int Usage = 64;
    public const int DataUnfit = 65;
    public const int Temporary = 75;
    public const int Configuration = 78;

    /// <summary>What a retry cannot mend comes first, so that nobody retries in vain.</summary>
    private static readonly int[] Precedence = [Configuration, DataUnfit, Failed, Temporary];

    /// <summary>ENOSPC, as .NET passes it on.</summary>
    private const int NoSpaceLeft = 28;

    /// <summary>1 for what nobody expects: a bug, told with its stack; every other failure is told by its message alone.</summary>
    public static int Of(Exception error) => error switch
    {
        ConfigurationException => Configuration,
        UsageException => Usage,
        DataUnfitException => DataUnfit,
        TemporaryException or IOException { HResult: NoSpaceLeft } => Temporary,
        _ => Failed,
    };

    /// <summary>The code of a run: the jobs' one code when they agree, else the first of 78, 65, 1, 75; 0 when all are done or partial.</summary>
    public static int OfRun(IReadOnlyCollection<int> jobs) => Precedence.FirstOrDefault(jobs.Contains, jobs.Append(Ok).Max());
}
