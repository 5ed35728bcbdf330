namespace Fathom.Tables;

/// <summary>Tables without time.</summary>
internal static class TabularDatasets
{
    public static readonly DatasetEntry[] Entries =
    [
        new("boston_housing.csv", "tabular/boston_housing.csv", "Boston housing, 506 tracts, without names",
            "CC BY 4.0 at UCI", 41_295, "2682ca02e83b89467d7d0cdcbde7c0cc4d2566119be8ce8d84dad4f0fa20859a")
        {
            Address = new("https://raw.githubusercontent.com/jbrownlee/Datasets/HEAD/housing.csv"),
            Read = new() { HeaderRows = 0 },
        },
        new("california_housing.csv", "tabular/california_housing.csv", "California housing, 20,640 districts",
            "Apache-2.0 (repository); StatLib", 1_423_529, "8a3727f4cf54ac1a327f69b1d5b4db54c5834ea81c6e4efc0d163300022a685e")
        {
            Address = new("https://raw.githubusercontent.com/ageron/handson-ml2/HEAD/datasets/housing/housing.csv"),
        },
        new("GermanCredit.csv", "tabular/GermanCredit.csv", "German credit, 1,000 borrowers",
            "none stated", 250_919, "ac003d1158e44018e3a1416381cebde213f96df542b2191910baec3b2afa7616")
        {
            Address = new("https://raw.githubusercontent.com/selva86/datasets/HEAD/GermanCredit.csv"),
        },
        new("rdatasets_modeldata_ames.csv", "tabular/rdatasets_modeldata_ames.csv", "House sales in Ames, Iowa",
            "GPL-3 (repository); no definite licence for the data", 1_284_472, "500eea48e9175223a10ac7ccbc4d57b79693d4a1132628b6269c7c781e974141")
        {
            Address = new("https://raw.githubusercontent.com/vincentarelbundock/Rdatasets/HEAD/csv/modeldata/ames.csv"),
        },
        new("rdatasets_wooldridge_wage1.csv", "tabular/rdatasets_wooldridge_wage1.csv", "Wages of 526 US workers, 1976 (Wooldridge)",
            "GPL-3 (repository); no definite licence for the data", 43_391, "3c60871a79f29417895a164ef7f9ef284065357b216e6b478aa71e2bfd86f38c")
        {
            Address = new("https://raw.githubusercontent.com/vincentarelbundock/Rdatasets/HEAD/csv/wooldridge/wage1.csv"),
        },
        new("rdatasets_wooldridge_wage2.csv", "tabular/rdatasets_wooldridge_wage2.csv", "Wages and IQ of 935 US men, 1980 (Wooldridge)",
            "GPL-3 (repository); no definite licence for the data", 59_542, "76c7040bee163386dd2c64b5654da587190b59f9dde6900ee1802cb8d5fa3a11")
        {
            Address = new("https://raw.githubusercontent.com/vincentarelbundock/Rdatasets/HEAD/csv/wooldridge/wage2.csv"),
        },
        new("titanic.csv", "tabular/titanic.csv", "Titanic passengers, 891 rows",
            "none stated", 60_302, "4a437fde05fe5264e1701a7387ac6fb75393772ba38bb2c9c566405af5af4bd7")
        {
            Address = new("https://raw.githubusercontent.com/datasciencedojo/datasets/HEAD/titanic.csv"),
        },
        new("UCI_Credit_Card.csv", "tabular/UCI_Credit_Card.csv", "Default of credit-card clients, 30,000 clients, target \"Y\"",
            "CC BY 4.0 (UCI dataset 350)", 2_905_603, "023eb2c3ad9efd15e7869616fa50a0143f25223105c7069ba632431530afdb61")
        {
            Address = new("https://raw.githubusercontent.com/fju155447/uci/HEAD/UCI_Credit_Card.csv"),
        },
    ];
}
