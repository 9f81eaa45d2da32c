namespace QuantMatrix.Tests.EndToEndTests;

/// <summary>A fact about permissions: the superuser may do everything, so there it is skipped.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class UserFactAttribute : FactAttribute
{
    public UserFactAttribute()
    {
        if (Environment.IsPrivilegedProcess) Skip = "permissions do not bind the superuser";
    }
}
