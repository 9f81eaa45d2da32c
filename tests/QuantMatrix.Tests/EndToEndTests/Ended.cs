namespace QuantMatrix.Tests.EndToEndTests;

/// <summary>The outcome of a call of the program.</summary>
internal sealed record Ended(int Code, string Output, string Error)
{
    /// <summary>Both outputs.</summary>
    public string Text => Output + Error;

    /// <summary>Checks the exit code and parts of the text, and that no stack trace is shown.</summary>
    public void ShouldBe(int code, params string[] parts)
    {
        Code.ShouldBe(code, Text);
        Text.ShouldNotContain("   at ");
        foreach (var part in parts) Text.ShouldContain(part);
    }
}
