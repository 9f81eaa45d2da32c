using QuantMatrix.Indicators;

namespace QuantMatrix.Tests.UnitTests.Indicators;

public class FreshMemoryTests
{
    /// <summary>Whether or not the kernel does what it is asked, and wherever the array begins.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(1 << 16)]
    [InlineData((1 << 20) + 4_321)]
    public void What_stands_in_memory_stays(int length)
    {
        var bytes = new byte[length];
        new Random(length).NextBytes(bytes);
        var before = bytes.ToArray();
        PagePrefault.Touch(bytes);
        bytes.ShouldBe(before);
    }
}
