namespace Fathom.Tables;

/// <summary>Prices, yields and factors.</summary>
internal static class MarketDatasets
{
    public static readonly DatasetEntry[] Entries =
    [
        new("crude.csv.gz", "market/arch/crude.csv.gz", "Monthly crude oil prices, Brent and WTI",
            "University of Illinois/NCSA (repository); data of Yahoo, FRED and Kenneth French", 3_078, "4190b34f6130069a5b91ec03e8ea1a4dfffba8d379033f9cf3934fa695da7ef7")
        {
            Address = new("https://raw.githubusercontent.com/bashtage/arch/HEAD/arch/data/crude/crude.csv.gz"),
        },
        new("default.csv.gz", "market/arch/default.csv.gz", "Monthly corporate bond yields, AAA and BAA, from 1919",
            "University of Illinois/NCSA (repository); data of Yahoo, FRED and Kenneth French", 6_572, "cc5453068cedc7ef4836956358dce1d20eaf1e639b69c3107a7531a8e6bb982d")
        {
            Address = new("https://raw.githubusercontent.com/bashtage/arch/HEAD/arch/data/default/default.csv.gz"),
        },
        new("frenchdata.csv.gz", "market/arch/frenchdata.csv.gz", "Fama–French factors, monthly 1926–2018",
            "University of Illinois/NCSA (repository); data of Yahoo, FRED and Kenneth French", 10_817, "f23436727b01d879e1372e3ee277514b0962a23d2b158f1aee6a402a90994f52")
        {
            Address = new("https://raw.githubusercontent.com/bashtage/arch/HEAD/arch/data/frenchdata/frenchdata.csv.gz"),
            Read = new() { Times = ["Date"] },
        },
        new("nasdaq.csv.gz", "market/arch/nasdaq.csv.gz", "NASDAQ composite, daily bars 1999–2018",
            "University of Illinois/NCSA (repository); data of Yahoo, FRED and Kenneth French", 114_929, "b2009535343ebb14e0aa11ed086788d2997a416ffe4f9450eed9a561ae30ac59")
        {
            Address = new("https://raw.githubusercontent.com/bashtage/arch/HEAD/arch/data/nasdaq/nasdaq.csv.gz"),
        },
        new("sp500.csv.gz", "market/arch/sp500.csv.gz", "S&P 500, daily bars 1999–2018",
            "University of Illinois/NCSA (repository); data of Yahoo, FRED and Kenneth French", 102_735, "1e028cbb9c400cc018c816ccc439b33c919387e726c3ed5ca2c05c82746059de")
        {
            Address = new("https://raw.githubusercontent.com/bashtage/arch/HEAD/arch/data/sp500/sp500.csv.gz"),
        },
        new("vix.csv.gz", "market/arch/vix.csv.gz", "VIX, daily close 2014–2018",
            "University of Illinois/NCSA (repository); data of Yahoo, FRED and Kenneth French", 6_031, "410bd07360dc798f7206d681b8347c6150e7fbd8b05fb1ae29bbe2c9985d66ef")
        {
            Address = new("https://raw.githubusercontent.com/bashtage/arch/HEAD/arch/data/vix/vix.csv.gz"),
        },
        new("exchange_rate.txt.gz", "market/exchange_rate.txt.gz", "Daily exchange rates of eight countries 1990–2010, without dates",
            "none stated", 177_142, "6a4fbb561dcdee43f071a83badbeec9223a335552278348656738b556f1c2e9d")
        {
            Address = new("https://raw.githubusercontent.com/laiguokun/multivariate-time-series-data/HEAD/exchange_rate/exchange_rate.txt.gz"),
            Read = new() { HeaderRows = 0 },
        },
        new("aapl.csv", "market/lean/aapl.csv", "LEAN factor file of AAPL; read it with FactorFile.Read",
            "Apache-2.0", 1_304, "86f7f2508a11259dfbb53b2f81fc8e711c8a4b97a9ee599b661079a9566801c9")
        {
            Read = new() { HeaderRows = 0 },
        },
        new("aapl.zip", "market/lean/aapl.zip", "LEAN daily bars of AAPL, unadjusted; read them with LeanBars.Read",
            "Apache-2.0", 104_115, "a6f609711a1f550252f95a4edfaa5ac2c6dd75ca9a1fbbb417e853d1516831fe")
        {
            Read = LeanBars.Options,
        },
        new("ibm.csv", "market/lean/ibm.csv", "LEAN factor file of IBM; read it with FactorFile.Read",
            "Apache-2.0", 2_640, "8a310e86aca164304e93596ca919ec413fc3a11d3aefa0c0c2edf1e6feffbc5a")
        {
            Read = new() { HeaderRows = 0 },
        },
        new("ibm.zip", "market/lean/ibm.zip", "LEAN daily bars of IBM, unadjusted; read them with LeanBars.Read",
            "Apache-2.0", 97_946, "dbc2eb8db4793506612cdc2426047e35fb170f97271d05760b7faf418c63127e")
        {
            Read = LeanBars.Options,
        },
        new("spy.csv", "market/lean/spy.csv", "LEAN factor file of SPY",
            "Apache-2.0", 2_649, "ad53e292de2e7076ff36721e1dcffd1db0d04fe6813b59aeece8620fb0d4cec1")
        {
            Read = new() { HeaderRows = 0 },
            Embedded = true,
        },
        new("spy.zip", "market/lean/spy.zip", "LEAN daily bars of SPY 1998–2021, unadjusted",
            "Apache-2.0", 103_363, "aaa1febad0cb8f91011212c92ff7caac6d4d6415a3b7f73c4b98c438db4274ad")
        {
            Read = LeanBars.Options,
            Embedded = true,
        },
        new("rdatasets_openintro_sp500_1950_2018.csv", "market/rdatasets_openintro_sp500_1950_2018.csv", "S&P 500, daily bars 1950–2018",
            "GPL-3 (repository); no definite licence for the data", 1_343_867, "378e23e7bf9be617187bef953595756829099a841f58b202eca56e650659f788")
        {
            Address = new("https://raw.githubusercontent.com/vincentarelbundock/Rdatasets/HEAD/csv/openintro/sp500_1950_2018.csv"),
        },
        new("skfolio_sp500_dataset.csv.gz", "market/skfolio_sp500_dataset.csv.gz", "Daily prices of 20 stocks of the S&P 500 1990–2022",
            "BSD-3 (repository); Yahoo prices", 426_065, "ee21cac28befb1d0a739a9ceb22184f995394726aa0cfde9a21941d1ac04ac0d")
        {
            Address = new("https://raw.githubusercontent.com/skfolio/skfolio/HEAD/src/skfolio/datasets/data/sp500_dataset.csv.gz"),
        },
        new("treasury_curves.csv", "market/treasury_curves.csv", "US Treasury yields by maturity, daily from 1990",
            "Apache-2.0 (repository); US Treasury", 665_124, "3e8e514f057011ae523e82071fcde62dfba70d37bc03c43b6c113c9eceaea4cf")
        {
            Address = new("https://raw.githubusercontent.com/quantopian/zipline/HEAD/zipline/resources/market_data/treasury_curves.csv"),
        },
        new("vix-daily.csv", "market/vix-daily.csv", "Cboe VIX, daily bars 1990–2026",
            "ODC-PDDL 1.0", 479_964, "fa8f8119bb2fa785bb408bcae541a1e630fef97f3acb160b94ed3115c1318db5")
        {
            Read = new() { Times = ["DATE"] },
            Embedded = true,
        },
        new("wti-daily.csv", "market/wti-daily.csv", "WTI crude oil, daily price from 1986",
            "ODC-PDDL 1.0", 183_336, "e296634680fca6c045838d4c07a174383386efa8b657adb7ece4cc7464ef49a8"),
    ];
}
