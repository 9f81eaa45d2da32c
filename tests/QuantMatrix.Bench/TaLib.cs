using System.Diagnostics;
using System.Runtime.InteropServices;

namespace QuantMatrix.Bench;

/// <summary>TA-Lib C functions used by the benchmark.</summary>
internal static class TaLib
{
    private const string Library = "talib";

    /// <summary>A function of one series and a period.</summary>
    public delegate int OfSeries(int first, int last, double[] series, int period, out int begin, out int count, double[] output);

    /// <summary>A function of high, low, close and a period.</summary>
    public delegate int OfRange(int first, int last, double[] high, double[] low, double[] close, int period, out int begin, out int count, double[] output);

    /// <summary>Loads and initializes the library; call once before any function.</summary>
    public static void Load(string path)
    {
        NativeLibrary.SetDllImportResolver(typeof(TaLib).Assembly, (name, _, _) => name == Library ? NativeLibrary.Load(path) : 0);
        Require(Initialize());
    }

    /// <exception cref="InvalidOperationException">The return code is not success.</exception>
    public static void Require(int code)
    {
        if (code != 0) throw new InvalidOperationException($"TA-Lib returned {code}; expected 0");
    }

    [DllImport(Library, EntryPoint = "TA_SMA")]
    public static extern int Sma(int first, int last, double[] series, int period, out int begin, out int count, double[] output);

    [DllImport(Library, EntryPoint = "TA_EMA")]
    public static extern int Ema(int first, int last, double[] series, int period, out int begin, out int count, double[] output);

    [DllImport(Library, EntryPoint = "TA_RSI")]
    public static extern int Rsi(int first, int last, double[] series, int period, out int begin, out int count, double[] output);

    [DllImport(Library, EntryPoint = "TA_MAX")]
    public static extern int Max(int first, int last, double[] series, int period, out int begin, out int count, double[] output);

    [DllImport(Library, EntryPoint = "TA_MIN")]
    public static extern int Min(int first, int last, double[] series, int period, out int begin, out int count, double[] output);

    [DllImport(Library, EntryPoint = "TA_ROC")]
    public static extern int Roc(int first, int last, double[] series, int period, out int begin, out int count, double[] output);

    [DllImport(Library, EntryPoint = "TA_ATR")]
    public static extern int Atr(int first, int last, double[] high, double[] low, double[] close, int period, out int begin, out int count, double[] output);

    [DllImport(Library, EntryPoint = "TA_ADX")]
    public static extern int Adx(int first, int last, double[] high, double[] low, double[] close, int period, out int begin, out int count, double[] output);

    [DllImport(Library, EntryPoint = "TA_PLUS_DI")]
    public static extern int PlusDi(int first, int last, double[] high, double[] low, double[] close, int period,
        out int begin, out int count, double[] output);

    [DllImport(Library, EntryPoint = "TA_MINUS_DI")]
    public static extern int MinusDi(int first, int last, double[] high, double[] low, double[] close, int period,
        out int begin, out int count, double[] output);

    [DllImport(Library, EntryPoint = "TA_TRANGE")]
    public static extern int TrueRange(int first, int last, double[] high, double[] low, double[] close, out int begin, out int count, double[] output);

    [DllImport(Library, EntryPoint = "TA_MACD")]
    public static extern int Macd(int first, int last, double[] series, int fast, int slow, int signal, out int begin, out int count,
        double[] line, double[] signalLine, double[] histogram);

    [DllImport(Library, EntryPoint = "TA_Initialize")]
    private static extern int Initialize();
}

/// <summary>TA-Lib's C library built on this machine, or the reason why it is not available.</summary>
/// <param name="Library">Path of the shared library, or null.</param>
/// <param name="Fault">Reason when there is no library.</param>
internal sealed record TaLibBuild(string? Library, string Fault)
{
    private const string Version = "1.1.6";

    public string Text => Library is null
        ? $"TA-Lib is not available ({Fault}), so there is no comparison."
        : $"TA-Lib C is the version in the npm package talib {Version}, built with gcc -O3 -march=native and always run at full width. It runs in "
          + "the same process and thread, interleaved with the engine, under its best conditions: inputs ready as doubles, output buffers reused.";

    public static async Task<TaLibBuild> MakeAsync(BenchEnvironment env)
    {
        var folder = Path.Combine(env.Home, ".build", "talib");
        using var process = Process.Start(new ProcessStartInfo("bash", [Path.Combine(env.Home, "tests", "QuantMatrix.Bench", "talib.sh"), folder, Version])
        {
            RedirectStandardError = true,
        })!;
        var errors = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode == 0 ? new(Path.Combine(folder, $"libtalib-{Version}.so"), "") : new(null, errors.Trim());
    }
}
