using QuantMatrix.Model;
using QuantMatrix.Reconcile;

namespace QuantMatrix.Tests.UnitTests.Reconcile;

/// <summary>The definition of a change, at its bounds.</summary>
public class ToleranceTests
{
    private static readonly Bar Stored = new(1, 100, 100, 100, 100, 100, 1000);

    public enum Field
    {
        Open,
        High,
        Low,
        Close,
    }

    [Theory]
    [InlineData(100, 100 + 0.99e-4, true)]
    [InlineData(100, 100 - 0.99e-4, true)]
    [InlineData(100, 100 + 1.01e-4, false)]
    [InlineData(100, 100 - 1.01e-4, false)]
    [InlineData(1e6, 1e6 + 0.99, true)]
    [InlineData(1e6, 1e6 + 1.01, false)]
    public void One_providers_prices_are_equal_to_a_millionth(double stored, double fetched, bool same) =>
        Tolerance.SamePrice(stored, fetched, Precision.SameProvider).ShouldBe(same);

    [Theory]
    [InlineData(100, 100.199, true)]
    [InlineData(100, 99.801, true)]
    [InlineData(100, 100.201, false)]
    [InlineData(100, 99.799, false)]
    [InlineData(1, 1.01, true)]
    [InlineData(1, 0.99, true)]
    [InlineData(1, 1.011, false)]
    [InlineData(1, 0.989, false)]
    public void Two_providers_prices_are_equal_to_a_fifth_of_a_per_cent_or_a_cent(double stored, double fetched, bool same) =>
        Tolerance.SamePrice(stored, fetched, Precision.OtherProvider).ShouldBe(same);

    [Theory]
    [CombinatorialFields]
    public void Each_price_counts(Field field, bool sameProvider)
    {
        var precision = sameProvider ? Precision.SameProvider : Precision.OtherProvider;
        Tolerance.SameBar(Stored, Stored, precision).ShouldBeTrue();
        Tolerance.SameBar(Stored, With(field, 101), precision).ShouldBeFalse();
        Tolerance.SameBar(Stored, With(field, 100.00001), precision).ShouldBeTrue();
        Tolerance.SameBar(Stored, With(field, 100.1), precision).ShouldBe(!sameProvider);
    }

    [Theory]
    [InlineData(false, true)]
    [InlineData(true, false)]
    public void Volume_counts_within_a_provider_only(bool sameProvider, bool same) =>
        Tolerance.SameBar(Stored, Stored with { Volume = 1001 }, sameProvider ? Precision.SameProvider : Precision.OtherProvider).ShouldBe(same);

    [Fact]
    public void Total_return_closes_are_not_compared_since_they_are_computed()
    {
        foreach (var precision in Enum.GetValues<Precision>()) Tolerance.SameBar(Stored, Stored with { AdjClose = 50 }, precision).ShouldBeTrue();
    }

    [Fact]
    public void Any_difference_counts_for_an_authoritative_source()
    {
        Tolerance.SameBar(Stored, Stored, Precision.Exact).ShouldBeTrue();
        Tolerance.SameBar(Stored, Stored with { High = Math.BitIncrement(100) }, Precision.Exact).ShouldBeFalse();
        Tolerance.SameBar(Stored, Stored with { Volume = 1001 }, Precision.Exact).ShouldBeFalse();
    }

    [Theory]
    [InlineData(1.0049, true)]
    [InlineData(0.9951, true)]
    [InlineData(1.0051, false)]
    [InlineData(0.9949, false)]
    public void A_factor_within_half_a_per_cent_is_no_other_basis(double factor, bool same) => Tolerance.SameBasis(factor).ShouldBe(same);

    [Theory]
    [InlineData(0.5, 0.5049, true)]
    [InlineData(0.5, 0.5051, false)]
    public void Factors_within_one_per_cent_are_one_factor(double least, double greatest, bool one) => Tolerance.OneFactor(least, greatest).ShouldBe(one);

    [Theory]
    [InlineData(0.25, 4, true)]
    [InlineData(0.2524, 4, true)]
    [InlineData(0.2476, 4, true)]
    [InlineData(0.2526, 4, false)]
    [InlineData(0.2474, 4, false)]
    [InlineData(4, 4, false)]
    public void A_split_explains_a_factor_within_one_per_cent(double factor, double ratio, bool explains) =>
        Tolerance.IsSplit(factor, ratio).ShouldBe(explains);

    [Theory]
    [InlineData(0.2, 0.2039, true)]
    [InlineData(0.2, 0.1961, true)]
    [InlineData(0.2, 0.2042, false)]
    [InlineData(0.2, 0.1960, false)]
    public void Returns_agree_within_two_per_cent(double one, double other, bool agree) => Tolerance.SameReturn(one, other).ShouldBe(agree);

    private static Bar With(Field field, double price) => field switch
    {
        Field.Open => Stored with { Open = price },
        Field.High => Stored with { High = price },
        Field.Low => Stored with { Low = price },
        _ => Stored with { Close = price },
    };

    [AttributeUsage(AttributeTargets.Method)]
    private sealed class CombinatorialFieldsAttribute : Xunit.Sdk.DataAttribute
    {
        public override IEnumerable<object[]> GetData(System.Reflection.MethodInfo testMethod) =>
            from field in Enum.GetValues<Field>() from same in new[] { true, false } select new object[] { field, same };
    }
}
