using QuantMatrix.Batch.Cli;
using QuantMatrix.Batch.Composition;
using QuantMatrix.Batch.Config;
using QuantMatrix.Batch.Graph;

using var signals = new StopSignals();
return await new Application(Open, Console.Out, Console.Error).RunAsync(args, signals.Token);

static CommandContext Open()
{
    var settings = SettingsReader.FromEnvironment();
    if (settings.Failure is { } failure)
    {
        failure.Arm();
        Console.Error.WriteLine($"QM_FAILPOINT={failure}: this process fails there on purpose; unset the variable unless this is a test");
    }
    return new(settings, new RunServices(), JobKinds.Standard, Console.Out, Console.Error)
    {
        Input = Console.In,
        ReadKey = Console.IsInputRedirected || Console.IsOutputRedirected ? null : ReadKey,
        TerminalWidth = Console.IsOutputRedirected ? null : Console.WindowWidth is > 0 and var width ? width : 80,
        Terminal = !Console.IsOutputRedirected && !settings.PlainOutput,
        ErrorTerminal = !Console.IsErrorRedirected && !settings.PlainOutput,
    };
}

static ConsoleKeyInfo ReadKey()
{
    Console.TreatControlCAsInput = true;
    try
    {
        return Console.ReadKey(intercept: true);
    }
    finally
    {
        Console.TreatControlCAsInput = false;
    }
}
