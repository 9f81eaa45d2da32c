namespace QuantMatrix.Tests.EndToEndTests;

/// <summary>How a call of the program ended.</summary>
internal sealed record Ended(int Code, string Output, string Error)
{
    /// <summary>Everything it said.</summary>
    public string Text => Output + Error;

    /// <summary>The exit code, and that no stack trace was shown to anybody.</summary>
    public void ShouldBe(int code, params string[] parts)
    {
        Code.ShouldBe(code, Text);
        Text.ShouldNotContain("   at ");
        foreach (var part in parts) Text.ShouldContain(part);
    }
}
