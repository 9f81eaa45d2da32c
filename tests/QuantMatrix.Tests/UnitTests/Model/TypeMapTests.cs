using Apache.Arrow.Types;
using QuantMatrix.Indicators;
using QuantMatrix.Model;

namespace QuantMatrix.Tests.UnitTests.Model;

public class TypeMapTests
{
    [Fact]
    public void Every_column_type_and_every_unit_is_mapped_once()
    {
        TypeMap.All.Select(t => t.Type).ShouldBe(Enum.GetValues<ColumnType>(), ignoreOrder: true);
        foreach (var unit in Enum.GetValues<Unit>()) Enum.GetValues<ColumnType>().ShouldContain(TypeMap.Of(unit).Type);
    }

    [Fact]
    public void Every_column_of_features_is_stored_in_the_type_of_its_unit()
    {
        foreach (var column in Catalogue.Standard.Columns)
            TypeMap.Of(Catalogue.Standard.FeatureSchema.GetFieldByName(column.Name).DataType).ShouldBe(TypeMap.Of(column.Unit), column.Name);
    }

    [Fact]
    public void A_type_without_a_row_is_refused_by_its_name() =>
        Should.Throw<NotSupportedException>(() => TypeMap.Of(FloatType.Default)).Message.ShouldBe("Arrow type 'float' has no column type");
}
