using Apache.Arrow.Types;
using Apache.Arrow;
using QuantMatrix.Model;

namespace QuantMatrix.Lake.Tables;

/// <summary>The tables of the lake and the Arrow schema of each.</summary>
public sealed record LakeTable(string Name, Schema Schema)
{
    /// <summary>Raw daily bars, partitioned by year.</summary>
    public static readonly LakeTable PriceData = new("price_data", BarSchema.Arrow);

    /// <summary>The restatement ledger: every value of <c>price_data</c> that was changed.</summary>
    public static readonly LakeTable BarRevisions = new("bar_revisions", Rows(
        ("symbol", StringType.Default), ("date", Date32Type.Default), ("field", StringType.Default), ("old", DoubleType.Default),
        ("new", DoubleType.Default), ("class", StringType.Default), ("provider", StringType.Default), ("run_id", StringType.Default)));

    /// <summary>Rows that broke a rule, with where they stood and why, and what an operator decided: <c>open</c>, <c>released</c> or <c>dropped</c>.</summary>
    public static readonly LakeTable Quarantine = new("quarantine", Rows(
        ("symbol", StringType.Default), ("date", StringType.Default), ("source", StringType.Default), ("file", StringType.Default),
        ("line", Int64Type.Default), ("reason", StringType.Default), ("row", StringType.Default), ("run_id", StringType.Default), ("status", StringType.Default)));

    /// <summary>Splits and dividends.</summary>
    public static readonly LakeTable CorporateActions = new("corporate_actions", Rows(
        ("symbol", StringType.Default), ("date", Date32Type.Default), ("kind", StringType.Default), ("value", DoubleType.Default),
        ("source", StringType.Default), ("status", StringType.Default), ("run_id", StringType.Default)));

    /// <summary>The oldest session each symbol was ever asked for.</summary>
    public static readonly LakeTable AskedDepth = new("asked_depth", Rows(("symbol", StringType.Default), ("date", Date32Type.Default), ("run_id", StringType.Default)));

    /// <summary>Every published column of the sessions kept.</summary>
    public static LakeTable Features(Schema schema) => new("features", schema);

    /// <summary>Every table of the lake, in the order of <c>views.sql</c>.</summary>
    public static IReadOnlyList<LakeTable> All(LakeTable features) => [PriceData, features, BarRevisions, Quarantine, CorporateActions, AskedDepth];

    private static Schema Rows(params (string Name, IArrowType Type)[] columns)
    {
        var schema = new Schema.Builder();
        foreach (var (name, type) in columns) schema.Field(new Field(name, type, nullable: true));
        return schema.Build();
    }
}
