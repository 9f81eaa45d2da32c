using System.Text.Json.Nodes;
using QuantMatrix.Lake.Iceberg;
using QuantMatrix.Model;

namespace QuantMatrix.Tests.UnitTests.Lake;

public class AvroFileTests
{
    private static readonly JsonNode Schema = JsonNode.Parse("""
        {"type":"record","name":"r","fields":[{"name":"a","type":["null","long"]},{"name":"b","type":"string"},{"name":"c","type":"bytes"},
            {"name":"d","type":{"type":"array","items":{"type":"record","name":"i","fields":[{"name":"k","type":"int"}]}}}]}
        """)!;

    [Fact]
    public void Rows_come_back_as_they_went_in()
    {
        List<JsonObject> rows =
        [
            Row(null, "", [], []), Row(-1, "é", [0, 255], [1, -64]), Row(long.MinValue, "x", [7], [int.MaxValue]), Row(long.MaxValue, "y", [], [0]),
        ];
        AvroFile.Read(AvroFile.Write(Schema, [("k", "v")], rows), "f").Select(r => r.ToJsonString()).ShouldBe(rows.Select(r => r.ToJsonString()));
        AvroFile.Read(AvroFile.Write(Schema, [], []), "f").ShouldBeEmpty();
    }

    /// <summary>The example of the specification: a record of 27 and "foo" is <c>36 06 66 6f 6f</c>.</summary>
    [Fact]
    public void A_record_is_encoded_as_the_specification_says()
    {
        var schema = JsonNode.Parse("""{"type":"record","name":"test","fields":[{"name":"a","type":"long"},{"name":"b","type":"string"}]}""")!;
        var file = AvroFile.Write(schema, [], [new() { ["a"] = 27L, ["b"] = "foo" }]);
        Convert.ToHexStringLower(file[^23..^16]).ShouldBe("020a3606666f6f", "one row in five bytes, then the row");
        Convert.ToHexStringLower(file[..4]).ShouldBe("4f626a01");
    }

    [Fact]
    public void A_changed_byte_or_a_missing_one_is_damage()
    {
        var file = AvroFile.Write(Schema, [("k", "v")], [Row(5, "abc", [1], [2])]);
        for (var i = 0; i < file.Length; i++)
        {
            var changed = (byte[])file.Clone();
            changed[i] ^= 0x11;
            Should.Throw<DataUnfitException>(() => AvroFile.Read(changed, "f")).Message.ShouldStartWith("f: damaged: ");
            Should.Throw<DataUnfitException>(() => AvroFile.Read(file[..i], "f"));
        }
    }

    private static JsonObject Row(long? a, string b, byte[] c, long[] d) => new()
    {
        ["a"] = a, ["b"] = b, ["c"] = Convert.ToBase64String(c), ["d"] = new JsonArray([.. d.Select(k => new JsonObject { ["k"] = k })]),
    };
}
