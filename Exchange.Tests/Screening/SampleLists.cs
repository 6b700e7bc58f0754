using System.Globalization;
using System.Text;
using Exchange.Core.Screening;

namespace Exchange.Tests.Screening;

/// <summary>Small files in the shape of the real ones, with people who do not exist.</summary>
internal static class SampleLists
{
    public const string Ofac = """
        <?xml version="1.0" standalone="yes"?>
        <sdnList xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
                 xmlns="https://sanctionslistservice.ofac.treas.gov/api/PublicationPreview/exports/XML">
          <publshInformation><Publish_Date>09/23/2026</Publish_Date><Record_Count>3</Record_Count></publshInformation>
          <sdnEntry>
            <uid>7001</uid><firstName>Oleg Borisovich</firstName><lastName>VYMYSHLENNIKOV</lastName><title>Director</title>
            <sdnType>Individual</sdnType><remarks>Invented.</remarks>
            <programList><program>EXAMPLE</program></programList>
            <akaList>
              <aka><uid>1</uid><type>a.k.a.</type><category>strong</category>
                <lastName>VYMYSHLENNIKOFF</lastName><firstName>Oleg</firstName></aka>
              <aka><uid>2</uid><type>a.k.a.</type><category>weak</category><lastName>OLEZHKA</lastName></aka>
            </akaList>
            <addressList><address><uid>3</uid><city>Moscow</city><country>Russia</country></address></addressList>
            <nationalityList>
              <nationality><uid>4</uid><country>Kazakhstan</country><mainEntry>true</mainEntry></nationality>
            </nationalityList>
            <dateOfBirthList>
              <dateOfBirthItem><uid>5</uid><dateOfBirth>10 Dec 1961</dateOfBirth><mainEntry>true</mainEntry></dateOfBirthItem>
              <dateOfBirthItem><uid>6</uid><dateOfBirth>circa 1963</dateOfBirth><mainEntry>false</mainEntry></dateOfBirthItem>
            </dateOfBirthList>
            <placeOfBirthList>
              <placeOfBirthItem><uid>7</uid><placeOfBirth>Minsk, Belarus</placeOfBirth></placeOfBirthItem>
            </placeOfBirthList>
          </sdnEntry><sdnEntry>
            <uid>7002</uid><lastName>INVENTED TRADING HOUSE LLC</lastName><sdnType>Entity</sdnType>
            <programList><program>EXAMPLE</program></programList>
          </sdnEntry>
          <sdnEntry><uid>7003</uid><lastName>INVENTED STAR</lastName><sdnType>Vessel</sdnType></sdnEntry>
        </sdnList>
        """;

    public const string OfacRows =
        "7001,\"VYMYSHLENNIKOV, Oleg Borisovich\",\"individual\",\"EXAMPLE\",\"Director\",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,"
        + "\"DOB 10 Dec 1961; alt. DOB circa 1963; POB Minsk, Belarus; nationality Kazakhstan; a.k.a. 'OLEZHKA'.\"\r\n"
        + "7002,\"INVENTED TRADING HOUSE \"\"ITH\"\" LLC\",-0- ,\"EXAMPLE\",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- \r\n\u001a";

    public const string UnitedNations = """
        <?xml version="1.0" encoding="utf-8"?>
        <CONSOLIDATED_LIST xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
            xsi:noNamespaceSchemaLocation="https://scsanctions.un.org/resources/xsd/en/consolidated.xsd"
            dateGenerated="2026-09-20T00:00:01.5Z">
          <INDIVIDUALS>
            <INDIVIDUAL>
              <DATAID>6900001</DATAID><VERSIONNUM>1</VERSIONNUM><FIRST_NAME>ABD</FIRST_NAME><SECOND_NAME>AL-INVENTED</SECOND_NAME>
              <THIRD_NAME>KHAYALI</THIRD_NAME><UN_LIST_TYPE>Example</UN_LIST_TYPE><REFERENCE_NUMBER>EXi.001</REFERENCE_NUMBER>
              <NAME_ORIGINAL_SCRIPT>عبد المخترع خيالي</NAME_ORIGINAL_SCRIPT><COMMENTS1>Nobody.</COMMENTS1>
              <DESIGNATION><VALUE>Treasurer</VALUE></DESIGNATION><NATIONALITY><VALUE>Iraq</VALUE></NATIONALITY>
              <INDIVIDUAL_ALIAS><QUALITY>Good</QUALITY><ALIAS_NAME>Abdul Invented</ALIAS_NAME></INDIVIDUAL_ALIAS>
              <INDIVIDUAL_ALIAS><QUALITY>Low</QUALITY><ALIAS_NAME>The Treasurer</ALIAS_NAME></INDIVIDUAL_ALIAS>
              <INDIVIDUAL_ALIAS><QUALITY/><ALIAS_NAME/></INDIVIDUAL_ALIAS>
              <INDIVIDUAL_ADDRESS><COUNTRY>Syrian Arab Republic</COUNTRY></INDIVIDUAL_ADDRESS>
              <INDIVIDUAL_DATE_OF_BIRTH><TYPE_OF_DATE>EXACT</TYPE_OF_DATE><DATE>1970-01-31</DATE></INDIVIDUAL_DATE_OF_BIRTH>
              <INDIVIDUAL_DATE_OF_BIRTH><TYPE_OF_DATE>BETWEEN</TYPE_OF_DATE><FROM_YEAR>1958</FROM_YEAR><TO_YEAR>1960</TO_YEAR>
              </INDIVIDUAL_DATE_OF_BIRTH>
              <INDIVIDUAL_DATE_OF_BIRTH><TYPE_OF_DATE>APPROXIMATELY</TYPE_OF_DATE><YEAR>1972</YEAR></INDIVIDUAL_DATE_OF_BIRTH>
            </INDIVIDUAL>
          </INDIVIDUALS>
          <ENTITIES>
            <ENTITY>
              <DATAID>6900002</DATAID><FIRST_NAME>INVENTED FRONT</FIRST_NAME><UN_LIST_TYPE>Example</UN_LIST_TYPE>
              <ENTITY_ALIAS><QUALITY>a.k.a.</QUALITY><ALIAS_NAME>Front of the Invented</ALIAS_NAME></ENTITY_ALIAS>
              <ENTITY_ADDRESS><COUNTRY>Mali</COUNTRY></ENTITY_ADDRESS>
            </ENTITY>
          </ENTITIES>
        </CONSOLIDATED_LIST>
        """;

    public const string EuropeanUnion = """
        <?xml version="1.0" encoding="UTF-8" standalone="yes"?>
        <export xmlns="http://eu.europa.ec/fpi/fsd/export" generationDate="2026-08-05T16:47:04.449+02:00" globalFileId="184961">
          <sanctionEntity designationDetails="" unitedNationId="" euReferenceNumber="EU.1.23" logicalId="13">
            <regulation regulationType="regulation" programme="EXM" logicalId="348">
              <publicationUrl>http://example.com/</publicationUrl>
            </regulation>
            <subjectType code="person" classificationCode="P"/>
            <nameAlias firstName="Ioannis" middleName="" lastName="Epinoimenos" wholeName="Ioannis Epinoimenos"
              strong="true" logicalId="17"/>
            <nameAlias firstName="" middleName="" lastName="" wholeName="Ιωάννης Επινοημένος"
              nameLanguage="EL" strong="true" logicalId="18"/>
            <nameAlias firstName="Yannis" middleName="" lastName="E." wholeName="" function="Minister" strong="false" logicalId="19"/>
            <birthdate circa="false" calendarType="GREGORIAN" birthdate="1937-04-28"
              dayOfMonth="28" monthOfYear="4" year="1937" countryIso2Code="CY"/>
            <birthdate circa="true" calendarType="GREGORIAN" year="1940" countryIso2Code="00"/>
            <birthdate circa="false" calendarType="GREGORIAN" yearRangeFrom="1941" yearRangeTo="1943" countryIso2Code="00"/>
            <citizenship region="" countryIso2Code="GR" countryDescription="GREECE" logicalId="1"/>
          </sanctionEntity>
          <sanctionEntity designationDetails="" euReferenceNumber="EU.4.56" logicalId="14">
            <subjectType code="enterprise" classificationCode="E"/>
            <nameAlias firstName="" middleName="" lastName="" wholeName="Invented Shipping SA" strong="true" logicalId="20"/>
          </sanctionEntity>
        </export>
        """;

    public const string Pep = """
        reference,name,aliases,date_of_birth,country,position
        p-1,Petra Erfunden,Petra Erdacht;Петра Эрфунден,1970-02-03,DE;AT,"Minister of things, invented"
        p-2,Paul Nobody,,1961,GB,

        """;

    public static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    /// <summary>A file of OFAC with persons: number, name, day of birth as OFAC writes it.</summary>
    public static byte[] OfacOf(DateOnly day, params (string Uid, string Name, string? Born)[] people)
    {
        static string BirthOf(string? born) => born is null
            ? ""
            : $"<dateOfBirthList><dateOfBirthItem><uid>1</uid><dateOfBirth>{born}</dateOfBirth></dateOfBirthItem></dateOfBirthList>";
        var entries = people.Select(p => $"""
            <sdnEntry><uid>{p.Uid}</uid><lastName>{p.Name}</lastName><sdnType>Individual</sdnType>{BirthOf(p.Born)}</sdnEntry>
            """);
        var date = day.ToString("MM/dd/yyyy", CultureInfo.InvariantCulture);
        return Bytes($"""
            <sdnList><publshInformation><Publish_Date>{date}</Publish_Date></publshInformation>{string.Concat(entries)}</sdnList>
            """);
    }

    /// <summary>Entries as an index takes them.</summary>
    public static IEnumerable<StoredEntry> Stored(this IEnumerable<ListedEntry> entries) =>
        entries.Select(e => new StoredEntry(ListSource.Ofac, 1, "", e));
}
