using System.Runtime.Intrinsics.X86;
using System.Text.Json.Nodes;

namespace QuantMatrix.Tests.EndToEndTests;

/// <summary>Features are the same to the last bit whatever the processor can do, however many workers there are and however symbols are batched.</summary>
[Trait("class", "slow")]
public class ProcessorTests(OnThisProcessor here) : IClassFixture<OnThisProcessor>
{
    private static readonly int WidestBits = Avx512F.IsSupported ? 512 : Avx2.IsSupported ? 256 : 128;

    /// <param name="switches">Of the runtime; without any it takes 256 bits where there are as many.</param>
    /// <param name="vectorBits">What the program then says it computes with, where the processor has as many: otherwise the switch did nothing.</param>
    [Theory]
    [InlineData("", 256, 1, 50)]
    [InlineData("", 256, 2, 7)]
    [InlineData("", 256, 1, 1)]
    [InlineData("DOTNET_MaxVectorTBitWidth=512", 512, 2, 50)] // in decimals, unlike other switches of the runtime
    [InlineData("DOTNET_MaxVectorTBitWidth=512", 512, 1, 7)]
    [InlineData("DOTNET_EnableAVX512=0", 256, 1, 7)]
    [InlineData("DOTNET_EnableAVX2=0", 128, 2, 1)]
    [InlineData("DOTNET_EnableAVX2=0", 128, 1, 50)]
    [InlineData("DOTNET_EnableHWIntrinsic=0", 0, 2, 7)]
    public async Task Features_are_the_same_bits(string switches, int vectorBits, int workers, int batchSize)
    {
        using var folder = new TempFolder();
        await OnThisProcessor.RunAsync(folder["data"], here.Replay, switches.Split(' ', StringSplitOptions.RemoveEmptyEntries), workers, batchSize);
        VectorBits(folder["data"]).ShouldBe(Math.Min(vectorBits, WidestBits));
        ContentHash.Of(folder["data"])["features"].ShouldBe(here.Features);
    }

    /// <summary>Else equal hashes would say nothing.</summary>
    [Fact]
    public async Task Another_price_gives_other_bits()
    {
        using var folder = new TempFolder();
        Market.Write(folder["replay"], OnThisProcessor.Symbols, OnThisProcessor.Sessions);
        File.WriteAllText(Path.Combine(folder["replay"], "SPY.csv"), Market.Csv(seed: 100, OnThisProcessor.Sessions));
        await OnThisProcessor.RunAsync(folder["data"], folder["replay"], [], workers: 2, batchSize: 50);
        ContentHash.Of(folder["data"])["features"].ShouldNotBe(here.Features);
    }

    private static int VectorBits(string data) =>
        (int)JsonNode.Parse(File.ReadAllText(Directory.GetFiles(Path.Combine(data, "runs"), "*.json").Single()))!["machine"]!["vector_bits"]!;
}
