<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="it" sourcelanguage="en">
<context>
    <name>Actions</name>
    <message>
        <source>New file…</source>
        <translation>Nuovo file…</translation>
    </message>
    <message>
        <source>create database unit</source>
        <translation>creare database centro</translation>
    </message>
    <message>
        <source>Open file…</source>
        <translation>Apri file…</translation>
    </message>
    <message>
        <source>database unit</source>
        <translation>database centro</translation>
    </message>
    <message>
        <source>Print day list</source>
        <translation>Stampa la lista del giorno</translation>
    </message>
    <message>
        <source>PDF Today</source>
        <translation>PDF oggi</translation>
    </message>
    <message>
        <source>emergency paper without the program contacts blank forms PDF evening</source>
        <translation>emergenza carta senza programma recapiti moduli in bianco PDF sera</translation>
    </message>
    <message>
        <source>Write downtime pack</source>
        <translation>Scrivi il pacchetto di emergenza</translation>
    </message>
    <message>
        <source>import results CSV XLSX blood count</source>
        <translation>importa risultati CSV XLSX emocromo</translation>
    </message>
    <message>
        <source>Laboratory file…</source>
        <translation>File di laboratorio…</translation>
    </message>
    <message>
        <source>old table Excel CSV XLSX ODS patients visits EDSS take over</source>
        <translation>vecchia tabella Excel CSV XLSX ODS pazienti visite EDSS importare</translation>
    </message>
    <message>
        <source>Import spreadsheet…</source>
        <translation>Importa foglio di calcolo…</translation>
    </message>
    <message>
        <source>empty workbook import Excel XLSX</source>
        <translation>cartella vuota importare Excel XLSX</translation>
    </message>
    <message>
        <source>Template for import…</source>
        <translation>Modello per l&apos;importazione…</translation>
    </message>
    <message>
        <source>tables Excel CSV JSON R pandas pseudonymised data dictionary save</source>
        <translation>tabelle Excel CSV JSON R pandas pseudonimizzati dizionario dei dati salvare</translation>
    </message>
    <message>
        <source>Export tables…</source>
        <translation>Esporta tabelle…</translation>
    </message>
    <message>
        <source>agenda appointments ICS export</source>
        <translation>agenda appuntamenti ICS esportare</translation>
    </message>
    <message>
        <source>Calendar file of the unit…</source>
        <translation>File di calendario del centro…</translation>
    </message>
    <message>
        <source>leave computer switch user PIN passphrase</source>
        <translation>lasciare computer cambiare utente PIN frase segreta</translation>
    </message>
    <message>
        <source>backup copy stick second place safe</source>
        <translation>backup copia chiavetta secondo luogo sicurezza</translation>
    </message>
    <message>
        <source>Back up now…</source>
        <translation>Copia di sicurezza…</translation>
    </message>
    <message>
        <source>Lock</source>
        <translation>Blocca</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>Esci</translation>
    </message>
    <message>
        <source>exit close</source>
        <translation>uscire chiudere</translation>
    </message>
    <message>
        <source>Find patient or action</source>
        <translation>Cerca paziente o azione</translation>
    </message>
    <message>
        <source>New patient</source>
        <translation>Nuovo paziente</translation>
    </message>
    <message>
        <source>register</source>
        <translation>registrare</translation>
    </message>
    <message>
        <source>Open patient</source>
        <translation>Apri paziente</translation>
    </message>
    <message>
        <source>Record visit</source>
        <translation>Registra visita</translation>
    </message>
    <message>
        <source>laboratory blood count results values</source>
        <translation>laboratorio emocromo esami valori</translation>
    </message>
    <message>
        <source>Type today&apos;s values</source>
        <translation>Scrivi i valori di oggi</translation>
    </message>
    <message>
        <source>Flowsheet</source>
        <translation>Esami</translation>
    </message>
    <message>
        <source>Trend</source>
        <translation>Andamento</translation>
    </message>
    <message>
        <source>laboratory curve chart picture course</source>
        <translation>laboratorio curva grafico andamento decorso</translation>
    </message>
    <message>
        <source>Results to review</source>
        <translation>Risultati da rivedere</translation>
    </message>
    <message>
        <source>laboratory seen proposals grade</source>
        <translation>laboratorio visti proposte grado esami</translation>
    </message>
    <message>
        <source>Record toxicity</source>
        <translation>Registra tossicità</translation>
    </message>
    <message>
        <source>adverse event CTCAE grade</source>
        <translation>evento avverso CTCAE grado</translation>
    </message>
    <message>
        <source>Record therapy</source>
        <translation>Registra terapia</translation>
    </message>
    <message>
        <source>medication drug</source>
        <translation>farmaco medicinale</translation>
    </message>
    <message>
        <source>Record transfusion</source>
        <translation>Registra trasfusione</translation>
    </message>
    <message>
        <source>platelets red cells blood</source>
        <translation>piastrine emazie sangue</translation>
    </message>
    <message>
        <source>DMT prior drug cladribine alemtuzumab multiple sclerosis</source>
        <translation>DMT farmaco precedente cladribina alemtuzumab sclerosi multipla</translation>
    </message>
    <message>
        <source>Prior or new drug for the disease</source>
        <translation>Farmaco per la malattia, precedente o nuovo</translation>
    </message>
    <message>
        <source>alert card irradiated blood live vaccines fever wallet PDF</source>
        <translation>tessera allerta sangue irradiato vaccini vivi febbre portafoglio PDF</translation>
    </message>
    <message>
        <source>Print patient card</source>
        <translation>Stampa la tessera del paziente</translation>
    </message>
    <message>
        <source>Engraftment</source>
        <translation>Attecchimento</translation>
    </message>
    <message>
        <source>neutrophils platelets graft failure</source>
        <translation>neutrofili piastrine mancato attecchimento</translation>
    </message>
    <message>
        <source>Record infection</source>
        <translation>Registra infezione</translation>
    </message>
    <message>
        <source>culture germ virus line</source>
        <translation>coltura germe virus catetere</translation>
    </message>
    <message>
        <source>checklist engraftment syndrome SOS VOD febrile neutropenia</source>
        <translation>lista sindrome da attecchimento SOS VOD neutropenia febbrile</translation>
    </message>
    <message>
        <source>Check criteria</source>
        <translation>Verifica dei criteri</translation>
    </message>
    <message>
        <source>late effects yearly thyroid bone quality of life</source>
        <translation>effetti tardivi annuale tiroide osso qualità di vita</translation>
    </message>
    <message>
        <source>Record long-term check</source>
        <translation>Registra controllo a lungo termine</translation>
    </message>
    <message>
        <source>Long term</source>
        <translation>Lungo termine</translation>
    </message>
    <message>
        <source>preservation cycles contraception wish for a child</source>
        <translation>preservazione cicli contraccezione desiderio di gravidanza</translation>
    </message>
    <message>
        <source>Fertility, pregnancy</source>
        <translation>Fertilità, gravidanza</translation>
    </message>
    <message>
        <source>vaccination dose immunisation lot booster</source>
        <translation>vaccinazione dose immunizzazione lotto richiamo</translation>
    </message>
    <message>
        <source>Record vaccine dose</source>
        <translation>Registrare dose di vaccino</translation>
    </message>
    <message>
        <source>Vaccines</source>
        <translation>Vaccini</translation>
    </message>
    <message>
        <source>PDF vaccination general practitioner family doctor</source>
        <translation>PDF vaccinazione medico di base curante</translation>
    </message>
    <message>
        <source>PDF patient drugs times of day large print</source>
        <translation>PDF paziente farmaci orari caratteri grandi</translation>
    </message>
    <message>
        <source>Print medicine plan</source>
        <translation>Stampa il piano dei farmaci</translation>
    </message>
    <message>
        <source>Print vaccine plan for the GP</source>
        <translation>Stampare il piano vaccinale per il medico curante</translation>
    </message>
    <message>
        <source>who does what until when one page unit GP neurologist</source>
        <translation>chi fa che cosa entro quando una pagina centro medico curante neurologo</translation>
    </message>
    <message>
        <source>Care plan</source>
        <translation>Piano di cura</translation>
    </message>
    <message>
        <source>Print care plan</source>
        <translation>Stampa il piano di cura</translation>
    </message>
    <message>
        <source>CD4 CD19 NK IgG lymphocytes recovery picture</source>
        <translation>CD4 CD19 NK IgG linfociti recupero grafico</translation>
    </message>
    <message>
        <source>Immune reconstitution</source>
        <translation>Ricostituzione immunologica</translation>
    </message>
    <message>
        <source>Print immune reconstitution</source>
        <translation>Stampa la ricostituzione immunologica</translation>
    </message>
    <message>
        <source>EBMT registry form Day 0 Day 100 6 months annual typed in missing CSV</source>
        <translation>EBMT registro scheda giorno 0 giorno 100 6 mesi annuale inserito mancante CSV</translation>
    </message>
    <message>
        <source>Registry sheet</source>
        <translation>Scheda per il registro</translation>
    </message>
    <message>
        <source>Log contact</source>
        <translation>Registra contatto</translation>
    </message>
    <message>
        <source>call letter telephone</source>
        <translation>chiamata lettera telefono</translation>
    </message>
    <message>
        <source>Stop therapy</source>
        <translation>Sospendi terapia</translation>
    </message>
    <message>
        <source>end drug</source>
        <translation>fine farmaco</translation>
    </message>
    <message>
        <source>proposals prophylaxis supportive</source>
        <translation>proposte profilassi supporto</translation>
    </message>
    <message>
        <source>Therapy plan</source>
        <translation>Piano terapeutico</translation>
    </message>
    <message>
        <source>Print therapy plan</source>
        <translation>Stampa piano terapeutico</translation>
    </message>
    <message>
        <source>Extend therapy</source>
        <translation>Prolunga terapia</translation>
    </message>
    <message>
        <source>prolong drug</source>
        <translation>prorogare farmaco</translation>
    </message>
    <message>
        <source>Confirm today: no immunosuppression</source>
        <translation>Conferma oggi: nessuna immunosoppressione</translation>
    </message>
    <message>
        <source>disease-modifying drug DMT statement</source>
        <translation>farmaco modificante la malattia DMT dichiarazione</translation>
    </message>
    <message>
        <source>Confirm a statement…</source>
        <translation>Conferma una dichiarazione…</translation>
    </message>
    <message>
        <source>immune pregnancy</source>
        <translation>immune gravidanza</translation>
    </message>
    <message>
        <source>neurology disability EDSS NEDA PIRA RAW outcomes relapse MRI</source>
        <translation>neurologia disabilità EDSS NEDA PIRA RAW esiti ricaduta RM</translation>
    </message>
    <message>
        <source>Course of the disease</source>
        <translation>Andamento della malattia</translation>
    </message>
    <message>
        <source>Print course of the disease</source>
        <translation>Stampa l&apos;andamento della malattia</translation>
    </message>
    <message>
        <source>EDSS functional systems ambulation T25FW 9HPT SDMT fatigue</source>
        <translation>EDSS sistemi funzionali deambulazione T25FW 9HPT SDMT fatica</translation>
    </message>
    <message>
        <source>Record neurology visit or scores</source>
        <translation>Registra visita neurologica o punteggi</translation>
    </message>
    <message>
        <source>mRSS FVC DLCO SLEDAI INCAT I-RODS MG-ADL CDAI Karnofsky quality of life</source>
        <translation>mRSS FVC DLCO SLEDAI INCAT I-RODS MG-ADL CDAI Karnofsky qualità della vita</translation>
    </message>
    <message>
        <source>Record scores</source>
        <translation>Registra punteggi</translation>
    </message>
    <message>
        <source>Print outcome measures</source>
        <translation>Stampa misure di esito</translation>
    </message>
    <message>
        <source>scan lesions T2 gadolinium brain volume re-baseline</source>
        <translation>risonanza lesioni T2 gadolinio volume cerebrale RM di riferimento</translation>
    </message>
    <message>
        <source>Record MRI</source>
        <translation>Registra RM</translation>
    </message>
    <message>
        <source>MRI list and re-baseline</source>
        <translation>Elenco delle RM e RM di riferimento</translation>
    </message>
    <message>
        <source>attack flare bout exacerbation pseudo-relapse</source>
        <translation>attacco poussée riacutizzazione esacerbazione pseudo-ricaduta</translation>
    </message>
    <message>
        <source>Record relapse</source>
        <translation>Registra ricaduta</translation>
    </message>
    <message>
        <source>course onset diagnosis phenotype relapses DMT washout EDSS MRI table spreadsheet paste</source>
        <translation>decorso esordio diagnosi fenotipo ricadute DMT washout EDSS RM tabella foglio di calcolo incolla</translation>
    </message>
    <message>
        <source>History of the disease</source>
        <translation>Storia della malattia</translation>
    </message>
    <message>
        <source>eligibility criteria checklist meeting trial sign multidisciplinary</source>
        <translation>idoneità criteri scheda riunione studio trial firma multidisciplinare</translation>
    </message>
    <message>
        <source>Selection for transplant</source>
        <translation>Selezione al trapianto</translation>
    </message>
    <message>
        <source>Print selection checklist</source>
        <translation>Stampa la scheda di selezione</translation>
    </message>
    <message>
        <source>mobilisation apheresis CD34 conditioning infusion CAR T stromal cells regimen approve</source>
        <translation>mobilizzazione aferesi CD34 condizionamento infusione CAR-T cellule stromali regime approvare</translation>
    </message>
    <message>
        <source>Treatment</source>
        <translation>Trattamento</translation>
    </message>
    <message>
        <source>approval of the conditioning by the unit day-by-day sheet sign</source>
        <translation>approvazione del condizionamento da parte del centro foglio giornaliero firma</translation>
    </message>
    <message>
        <source>Approve regimen</source>
        <translation>Approva regime</translation>
    </message>
    <message>
        <source>in-patient day by day sheet conditioning aplasia boxes PDF</source>
        <translation>degenza foglio giornaliero condizionamento aplasia caselle PDF</translation>
    </message>
    <message>
        <source>Print day-by-day sheet</source>
        <translation>Stampa foglio giornaliero</translation>
    </message>
    <message>
        <source>cause of death treatment-related mortality TRM adjudicate</source>
        <translation>causa del decesso mortalità correlata al trattamento TRM aggiudicare</translation>
    </message>
    <message>
        <source>Adjudicate death</source>
        <translation>Aggiudica il decesso</translation>
    </message>
    <message>
        <source>Book or move visit</source>
        <translation>Prenota o sposta visita</translation>
    </message>
    <message>
        <source>reschedule appointment</source>
        <translation>riprogrammare appuntamento</translation>
    </message>
    <message>
        <source>Visit missed</source>
        <translation>Visita mancata</translation>
    </message>
    <message>
        <source>absent did not come</source>
        <translation>assente non presentato</translation>
    </message>
    <message>
        <source>Give up booking</source>
        <translation>Rinuncia alla prenotazione</translation>
    </message>
    <message>
        <source>appointment cancel</source>
        <translation>appuntamento annulla</translation>
    </message>
    <message>
        <source>Visit not applicable</source>
        <translation>Visita non applicabile</translation>
    </message>
    <message>
        <source>close</source>
        <translation>chiudi</translation>
    </message>
    <message>
        <source>Move or enter Day 0</source>
        <translation>Sposta o inserisci Giorno 0</translation>
    </message>
    <message>
        <source>transplant date reschedule</source>
        <translation>trapianto data ripianifica</translation>
    </message>
    <message>
        <source>Next transplant…</source>
        <translation>Trapianto successivo…</translation>
    </message>
    <message>
        <source>second course Day 0</source>
        <translation>secondo percorso Giorno 0</translation>
    </message>
    <message>
        <source>New task</source>
        <translation>Nuova attività</translation>
    </message>
    <message>
        <source>to do reminder</source>
        <translation>da fare promemoria</translation>
    </message>
    <message>
        <source>Task done</source>
        <translation>Attività fatta</translation>
    </message>
    <message>
        <source>finish to do</source>
        <translation>fatto finire</translation>
    </message>
    <message>
        <source>Change task</source>
        <translation>Modifica attività</translation>
    </message>
    <message>
        <source>to do owner due</source>
        <translation>da fare responsabile scadenza</translation>
    </message>
    <message>
        <source>Done elsewhere</source>
        <translation>Eseguita altrove</translation>
    </message>
    <message>
        <source>home hospital report awaited</source>
        <translation>ospedale di residenza referto in attesa</translation>
    </message>
    <message>
        <source>Report arrived</source>
        <translation>Referto arrivato</translation>
    </message>
    <message>
        <source>result letter attach document</source>
        <translation>esito lettera allega documento</translation>
    </message>
    <message>
        <source>Red alerts of the unit</source>
        <translation>Allarmi rossi del centro</translation>
    </message>
    <message>
        <source>all patients list</source>
        <translation>elenco di tutti i pazienti</translation>
    </message>
    <message>
        <source>Alerts</source>
        <translation>Allarmi</translation>
    </message>
    <message>
        <source>acknowledge red fever threshold</source>
        <translation>prendere in carico rosso febbre soglia</translation>
    </message>
    <message>
        <source>Attach document</source>
        <translation>Allega documento</translation>
    </message>
    <message>
        <source>PDF scan picture report</source>
        <translation>PDF scansione immagine referto</translation>
    </message>
    <message>
        <source>Why it is here</source>
        <translation>Perché è qui</translation>
    </message>
    <message>
        <source>rule window protocol moved</source>
        <translation>regola finestra protocollo spostata</translation>
    </message>
    <message>
        <source>Change of state</source>
        <translation>Cambio di stato</translation>
    </message>
    <message>
        <source>discharge died transferred lost</source>
        <translation>dimesso deceduto trasferito perso</translation>
    </message>
    <message>
        <source>draft sign neurologist GP discharge annual review report PDF</source>
        <translation>bozza firma neurologo medico curante dimissione controllo annuale relazione PDF</translation>
    </message>
    <message>
        <source>Write letter</source>
        <translation>Scrivi lettera</translation>
    </message>
    <message>
        <source>Print summary</source>
        <translation>Stampa riepilogo</translation>
    </message>
    <message>
        <source>PDF patient</source>
        <translation>PDF paziente</translation>
    </message>
    <message>
        <source>emergency department bedside one page allergies PDF</source>
        <translation>pronto soccorso letto una pagina allergie PDF</translation>
    </message>
    <message>
        <source>Print emergency summary</source>
        <translation>Stampa scheda per l’emergenza</translation>
    </message>
    <message>
        <source>Print patient plan</source>
        <translation>Stampa il piano del paziente</translation>
    </message>
    <message>
        <source>PDF large print dates</source>
        <translation>PDF caratteri grandi date appuntamenti</translation>
    </message>
    <message>
        <source>appointments ICS export</source>
        <translation>appuntamenti ICS esportare</translation>
    </message>
    <message>
        <source>Calendar file of the patient…</source>
        <translation>File di calendario del paziente…</translation>
    </message>
    <message>
        <source>tests PCR weekly missed hole</source>
        <translation>esami PCR settimanale mancante</translation>
    </message>
    <message>
        <source>Monitoring strips of the patient</source>
        <translation>Strisce di monitoraggio del paziente</translation>
    </message>
    <message>
        <source>GDPR consent research registry complete export copy who looked pseudonymise erasure privacy</source>
        <translation>GDPR consenso ricerca registro esportazione completa copia chi ha consultato pseudonimizzare cancellazione privacy</translation>
    </message>
    <message>
        <source>Data protection</source>
        <translation>Protezione dei dati</translation>
    </message>
    <message>
        <source>Edit patient and transplant</source>
        <translation>Modifica paziente e trapianto</translation>
    </message>
    <message>
        <source>Day 0 data change</source>
        <translation>giorno 0 dati modificare</translation>
    </message>
    <message>
        <source>Undo last entry</source>
        <translation>Annulla l’ultima registrazione</translation>
    </message>
    <message>
        <source>take back</source>
        <translation>ritirare</translation>
    </message>
    <message>
        <source>Today</source>
        <translation>Oggi</translation>
    </message>
    <message>
        <source>lists late due</source>
        <translation>liste ritardo scadenza</translation>
    </message>
    <message>
        <source>Patients</source>
        <translation>Pazienti</translation>
    </message>
    <message>
        <source>all list</source>
        <translation>tutti elenco</translation>
    </message>
    <message>
        <source>Unit</source>
        <translation>Centro</translation>
    </message>
    <message>
        <source>agenda calendar month week</source>
        <translation>agenda calendario mese settimana</translation>
    </message>
    <message>
        <source>changes since shift report</source>
        <translation>modifiche turno consegna</translation>
    </message>
    <message>
        <source>Shift handover</source>
        <translation>Consegne di turno</translation>
    </message>
    <message>
        <source>monitoring tests PCR weekly missed hole</source>
        <translation>monitoraggio esami PCR settimanale mancante</translation>
    </message>
    <message>
        <source>Monitoring strips</source>
        <translation>Strisce di monitoraggio</translation>
    </message>
    <message>
        <source>letters due unsent batch print Day 100 annual</source>
        <translation>lettere scadenza non inviate stampa insieme giorno 100 annuale</translation>
    </message>
    <message>
        <source>Letters due</source>
        <translation>Lettere da scrivere</translation>
    </message>
    <message>
        <source>Protocols</source>
        <translation>Protocolli</translation>
    </message>
    <message>
        <source>schedule</source>
        <translation>calendario</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>Impostazioni</translation>
    </message>
    <message>
        <source>staff unit folder</source>
        <translation>personale centro cartella</translation>
    </message>
    <message>
        <source>restore backup drill proof second place stick</source>
        <translation>ripristino ripristinare copia prova secondo luogo chiavetta</translation>
    </message>
    <message>
        <source>Backups and restore</source>
        <translation>Copie di sicurezza e ripristino</translation>
    </message>
    <message>
        <source>Menu</source>
        <translation>Menu</translation>
    </message>
    <message>
        <source>file new open</source>
        <translation>file nuovo aprire</translation>
    </message>
    <message>
        <source>Who is working…</source>
        <translation>Chi lavora…</translation>
    </message>
    <message>
        <source>staff author</source>
        <translation>personale autore</translation>
    </message>
    <message>
        <source>Colours of the system</source>
        <translation>Colori del sistema</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>Chiaro</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>Scuro</translation>
    </message>
    <message>
        <source>colours theme</source>
        <translation>colori tema</translation>
    </message>
    <message>
        <source>language</source>
        <translation>lingua</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>Tasti</translation>
    </message>
    <message>
        <source>shortcuts</source>
        <translation>scorciatoie</translation>
    </message>
    <message>
        <source>About and intended use</source>
        <translation>Informazioni e destinazione d’uso</translation>
    </message>
    <message>
        <source>version</source>
        <translation>versione</translation>
    </message>
    <message>
        <source>Licences</source>
        <translation>Licenze</translation>
    </message>
    <message>
        <source>open source fonts</source>
        <translation>open source caratteri</translation>
    </message>
</context>
<context>
    <name>AdverseEventSheet</name>
    <message>
        <source>Record toxicity</source>
        <translation>Registra tossicità</translation>
    </message>
    <message>
        <source>Revise toxicity</source>
        <translation>Modifica tossicità</translation>
    </message>
    <message>
        <source>new episode</source>
        <translation>nuovo episodio</translation>
    </message>
    <message>
        <source>CTCAE v{}</source>
        <translation>CTCAE v{}</translation>
    </message>
    <message>
        <source>Term, CTCAE v{}</source>
        <translation>Termine, CTCAE v{}</translation>
    </message>
    <message>
        <source>Specify</source>
        <translation>Specificare</translation>
    </message>
    <message>
        <source>Grade</source>
        <translation>Grado</translation>
    </message>
    <message>
        <source>Onset</source>
        <translation>Insorgenza</translation>
    </message>
    <message>
        <source>End</source>
        <translation>Fine</translation>
    </message>
    <message>
        <source>Outcome</source>
        <translation>Esito</translation>
    </message>
    <message>
        <source>Attribution</source>
        <translation>Attribuzione</translation>
    </message>
    <message>
        <source>Serious</source>
        <translation>Seria</translation>
    </message>
    <message>
        <source>Seriousness criteria</source>
        <translation>Criteri di serietà</translation>
    </message>
    <message>
        <source>Grade 5 is death</source>
        <translation>Il grado 5 è il decesso</translation>
    </message>
    <message>
        <source>Saving records the death on the day of grade 5 and takes the patient off every list.</source>
        <translation>Salvando si registra il decesso nel giorno del grado 5 e il paziente esce da tutti gli elenchi.</translation>
    </message>
    <message>
        <source>Cause of death</source>
        <translation>Causa del decesso</translation>
    </message>
    <message>
        <source>ongoing</source>
        <translation>in corso</translation>
    </message>
    <message>
        <source>yes</source>
        <translation>sì</translation>
    </message>
    <message>
        <source>no</source>
        <translation>no</translation>
    </message>
    <message>
        <source>1 term of {}</source>
        <translation>1 termine su {}</translation>
    </message>
    <message>
        <source>{0} terms of {1}</source>
        <translation>{0} termini su {1}</translation>
    </message>
    <message>
        <source>Closes follow-up; asks for date and cause</source>
        <translation>Chiude il follow-up; chiede data e causa</translation>
    </message>
    <message>
        <source>grade {} does not exist for this term</source>
        <translation>il grado {} non esiste per questo termine</translation>
    </message>
    <message>
        <source>grades {0} and {1} do not exist for this term</source>
        <translation>i gradi {0} e {1} non esistono per questo termine</translation>
    </message>
</context>
<context>
    <name>AgendaPage</name>
    <message>
        <source>Earlier</source>
        <translation>Prima</translation>
    </message>
    <message>
        <source>Later</source>
        <translation>Dopo</translation>
    </message>
    <message>
        <source>Today</source>
        <translation>Oggi</translation>
    </message>
    <message>
        <source>Month</source>
        <translation>Mese</translation>
    </message>
    <message>
        <source>Week</source>
        <translation>Settimana</translation>
    </message>
    <message>
        <source>View</source>
        <translation>Vista</translation>
    </message>
    <message>
        <source>Month or week (V)</source>
        <translation>Mese o settimana (V)</translation>
    </message>
    <message>
        <source>Agenda</source>
        <translation>Agenda</translation>
    </message>
    <message>
        <source>Opening the file …</source>
        <translation>Apertura del file…</translation>
    </message>
    <message>
        <source>No file is open: make one for your unit, or open the one you have.</source>
        <translation>Nessun file aperto: crearne uno per il proprio centro o aprire quello esistente.</translation>
    </message>
    <message>
        <source>New file…</source>
        <translation>Nuovo file…</translation>
    </message>
    <message>
        <source>Open file…</source>
        <translation>Apri file…</translation>
    </message>
    <message>
        <source>No patient is registered yet.</source>
        <translation>Nessun paziente è ancora registrato.</translation>
    </message>
    <message>
        <source>New patient</source>
        <translation>Nuovo paziente</translation>
    </message>
    <message>
        <source>All protocols</source>
        <translation>Tutti i protocolli</translation>
    </message>
    <message>
        <source>All nurses</source>
        <translation>Tutti gli infermieri</translation>
    </message>
    <message>
        <source>Filter: {}</source>
        <translation>Filtro: {}</translation>
    </message>
    <message>
        <source>{shown} of {all} visits</source>
        <translation>{shown} visite su {all}</translation>
    </message>
    <message>
        <source>This day has passed: choose today or a later one.</source>
        <translation>Questo giorno è passato: scegliere oggi o un giorno successivo.</translation>
    </message>
    <message>
        <source>No window is open on this day. A visit can be booked from the patient&apos;s page.</source>
        <translation>In questo giorno nessuna finestra è aperta. Una visita si può prenotare dalla pagina del paziente.</translation>
    </message>
    <message>
        <source>Choose one of the windows, then B.</source>
        <translation>Scegliere una delle finestre, poi B.</translation>
    </message>
    <message>
        <source>Print month</source>
        <translation>Stampa il mese</translation>
    </message>
    <message>
        <source>Print week</source>
        <translation>Stampa la settimana</translation>
    </message>
</context>
<context>
    <name>AgendaPanel</name>
    <message>
        <source>today</source>
        <translation>oggi</translation>
    </message>
    <message>
        <source>Chosen day</source>
        <translation>Giorno scelto</translation>
    </message>
    <message>
        <source>Book on this day</source>
        <translation>Prenota in questo giorno</translation>
    </message>
    <message>
        <source>Booked, {taken} of {places}</source>
        <translation>Prenotati {taken} su {places}</translation>
    </message>
    <message>
        <source>Nothing is booked on this day.</source>
        <translation>Nessuna prenotazione in questo giorno.</translation>
    </message>
    <message>
        <source>Windows open, not booked, {n} · last day</source>
        <translation>Da prenotare: {n} · ultimo giorno utile</translation>
    </message>
    <message>
        <source>Closed soon</source>
        <translation>Prossime chiusure</translation>
    </message>
</context>
<context>
    <name>AlertRuleSheet</name>
    <message>
        <source>Alert rule</source>
        <translation>Regola di allarme</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Stato</translation>
    </message>
    <message>
        <source>on</source>
        <translation>attiva</translation>
    </message>
    <message>
        <source>off</source>
        <translation>disattivata</translation>
    </message>
    <message>
        <source>Severity at most</source>
        <translation>Gravità al massimo</translation>
    </message>
    <message>
        <source>Default: {}</source>
        <translation>Predefinito: {}</translation>
    </message>
    <message>
        <source>or with its unit: {}</source>
        <translation>oppure con la sua unità: {}</translation>
    </message>
    <message>
        <source>Source: {}</source>
        <translation>Fonte: {}</translation>
    </message>
    <message>
        <source>As shipped: {state}, {severity}</source>
        <translation>Come fornita: {state}, {severity}</translation>
    </message>
    <message>
        <source>Changed by {who}, {at}</source>
        <translation>Modificata da {who}, {at}</translation>
    </message>
    <message>
        <source>A change acts at once and is listed beside the approval until the rules are approved again.</source>
        <translation>Una modifica agisce subito ed è indicata accanto all&apos;approvazione finché le regole non vengono riapprovate.</translation>
    </message>
</context>
<context>
    <name>AlertRulesPanel</name>
    <message>
        <source>Alerts</source>
        <translation>Allarmi</translation>
    </message>
    <message>
        <source>Enter opens a rule</source>
        <translation>Invio apre una regola</translation>
    </message>
    <message>
        <source>Rule</source>
        <translation>Regola</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Stato</translation>
    </message>
    <message>
        <source>Severity</source>
        <translation>Gravità</translation>
    </message>
    <message>
        <source>Limits</source>
        <translation>Soglie</translation>
    </message>
    <message>
        <source>Changed</source>
        <translation>Modificata</translation>
    </message>
    <message>
        <source>on</source>
        <translation>attiva</translation>
    </message>
    <message>
        <source>off</source>
        <translation>disattivata</translation>
    </message>
    <message>
        <source>threshold missing</source>
        <translation>manca la soglia</translation>
    </message>
</context>
<context>
    <name>AlertSheet</name>
    <message>
        <source>Alerts</source>
        <translation>Allarmi</translation>
    </message>
    <message>
        <source>What is done, or why nothing more</source>
        <translation>Che cosa si fa, o perché non serve altro</translation>
    </message>
    <message>
        <source>Acknowledge</source>
        <translation>Prendi in carico</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Chiudi</translation>
    </message>
    <message>
        <source>No alert is open</source>
        <translation>Nessun allarme aperto</translation>
    </message>
    <message>
        <source>The alert rules are not approved</source>
        <translation>Le regole di allarme non sono approvate</translation>
    </message>
    <message>
        <source>No new alert fires in this file. Settings, Rules and approval: the unit reads and approves.</source>
        <translation>In questo file non scattano nuovi allarmi. Impostazioni, Regole e approvazione: il centro legge e approva.</translation>
    </message>
    <message>
        <source>No longer so since {}; a red alert stays until somebody has seen it.</source>
        <translation>Non più attuale dal {}; un allarme rosso resta finché qualcuno non lo ha visto.</translation>
    </message>
    <message>
        <source>Seen before</source>
        <translation>Già visti</translation>
    </message>
    <message>
        <source>the program</source>
        <translation>il programma</translation>
    </message>
    <message>
        <source>seen by {who}, {at}</source>
        <translation>visto da {who}, {at}</translation>
    </message>
    <message>
        <source>ended {} by itself</source>
        <translation>cessato spontaneamente il {}</translation>
    </message>
    <message>
        <source>Cannot be told today</source>
        <translation>Oggi non valutabili</translation>
    </message>
</context>
<context>
    <name>ApheresisSheet</name>
    <message>
        <source>Record collection</source>
        <translation>Registra raccolta</translation>
    </message>
    <message>
        <source>Revise collection</source>
        <translation>Modifica raccolta</translation>
    </message>
    <message>
        <source>Session</source>
        <translation>Seduta</translation>
    </message>
    <message>
        <source>Collected on</source>
        <translation>Raccolta del</translation>
    </message>
    <message>
        <source>CD34+ dose</source>
        <translation>Dose di CD34+</translation>
    </message>
    <message>
        <source>CD34+ in blood before</source>
        <translation>CD34+ nel sangue prima</translation>
    </message>
    <message>
        <source>Volume</source>
        <translation>Volume</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>Nota</translation>
    </message>
    <message>
        <source>The dose in millions per kg of body weight: 2,000,000 cells/kg are 2.0.</source>
        <translation>La dose in milioni per kg di peso corporeo: 2.000.000 di cellule/kg sono 2,0.</translation>
    </message>
</context>
<context>
    <name>ApproveRegimenSheet</name>
    <message>
        <source>Approve regimen</source>
        <translation>Approva regime</translation>
    </message>
    <message>
        <source>Whoever approves has read it and answers for its use in this unit.</source>
        <translation>Chi approva lo ha letto e risponde del suo impiego in questo centro.</translation>
    </message>
    <message>
        <source>Approved by</source>
        <translation>Approvato da</translation>
    </message>
    <message>
        <source>On</source>
        <translation>Il</translation>
    </message>
    <message>
        <source>Note (optional)</source>
        <translation>Nota (facoltativa)</translation>
    </message>
    <message>
        <source>Approve</source>
        <translation>Approva</translation>
    </message>
</context>
<context>
    <name>ApproveRulesSheet</name>
    <message>
        <source>Approve</source>
        <translation>Approva</translation>
    </message>
    <message>
        <source>Whoever approves has read the rules and answers for their use in this unit.</source>
        <translation>Chi approva ha letto le regole e risponde del loro uso in questo centro.</translation>
    </message>
    <message>
        <source>Approved by</source>
        <translation>Approvato da</translation>
    </message>
    <message>
        <source>On</source>
        <translation>Il</translation>
    </message>
    <message>
        <source>Note (optional)</source>
        <translation>Nota (facoltativa)</translation>
    </message>
</context>
<context>
    <name>ApproveSheet</name>
    <message>
        <source>Approve</source>
        <translation>Approva</translation>
    </message>
    <message>
        <source>The approval belongs to this very text; any change of it asks for a new one.</source>
        <translation>L&apos;approvazione vale per questo preciso testo; ogni modifica ne richiede una nuova.</translation>
    </message>
    <message>
        <source>Approved by</source>
        <translation>Approvato da</translation>
    </message>
    <message>
        <source>On</source>
        <translation>Il</translation>
    </message>
    <message>
        <source>Note (optional)</source>
        <translation>Nota (facoltativa)</translation>
    </message>
</context>
<context>
    <name>ArrivalSheet</name>
    <message>
        <source>Report arrived</source>
        <translation>Referto arrivato</translation>
    </message>
    <message>
        <source>Done on {}</source>
        <translation>Eseguito il {}</translation>
    </message>
    <message>
        <source>Arrived on</source>
        <translation>Arrivato il</translation>
    </message>
    <message>
        <source>Report</source>
        <translation>Referto</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>Note</translation>
    </message>
    <message>
        <source>Without a file the report counts as arrived as well, on paper.</source>
        <translation>Anche senza file il referto risulta arrivato, su carta.</translation>
    </message>
</context>
<context>
    <name>AssessmentRow</name>
    <message>
        <source>Reason</source>
        <translation>Motivo</translation>
    </message>
    <message>
        <source>where, when</source>
        <translation>dove, quando</translation>
    </message>
    <message>
        <source>which reason</source>
        <translation>quale motivo</translation>
    </message>
    <message>
        <source>report awaited</source>
        <translation>in attesa di referto</translation>
    </message>
    <message>
        <source>Place</source>
        <translation>Luogo</translation>
    </message>
    <message>
        <source>Which reason</source>
        <translation>Quale motivo</translation>
    </message>
    <message>
        <source>recorded: {}</source>
        <translation>registrato: {}</translation>
    </message>
</context>
<context>
    <name>AssessmentRows</name>
    <message>
        <source>All done</source>
        <translation>Tutto eseguito</translation>
    </message>
    <message>
        <source>Assessments</source>
        <translation>Valutazioni</translation>
    </message>
    <message>
        <source>{} done</source>
        <translation>{} eseguite</translation>
    </message>
    <message>
        <source>{} elsewhere</source>
        <translation>{} altrove</translation>
    </message>
    <message>
        <source>{} not done</source>
        <translation>{} non eseguite</translation>
    </message>
    <message>
        <source>{} open</source>
        <translation>{} da compilare</translation>
    </message>
    <message>
        <source>report awaited</source>
        <translation>in attesa di referto</translation>
    </message>
    <message>
        <source>report arrived {}</source>
        <translation>referto arrivato il {}</translation>
    </message>
</context>
<context>
    <name>AuditPanel</name>
    <message>
        <source>Who</source>
        <translation>Chi</translation>
    </message>
    <message>
        <source>From</source>
        <translation>Dal</translation>
    </message>
    <message>
        <source>To</source>
        <translation>Al</translation>
    </message>
    <message>
        <source>Kind of record</source>
        <translation>Tipo di registrazione</translation>
    </message>
    <message>
        <source>Written</source>
        <translation>Scritto</translation>
    </message>
    <message>
        <source>Looked at</source>
        <translation>Consultato</translation>
    </message>
    <message>
        <source>What is listed</source>
        <translation>Che cosa si elenca</translation>
    </message>
    <message>
        <source>Show</source>
        <translation>Mostra</translation>
    </message>
    <message>
        <source>Save as PDF or CSV…</source>
        <translation>Salva come PDF o CSV…</translation>
    </message>
    <message>
        <source>Report of the unit</source>
        <translation>Rapporto del centro</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>Ora</translation>
    </message>
    <message>
        <source>Patient</source>
        <translation>Paziente</translation>
    </message>
    <message>
        <source>Record</source>
        <translation>Registrazione</translation>
    </message>
    <message>
        <source>What</source>
        <translation>Che cosa</translation>
    </message>
    <message>
        <source>Before</source>
        <translation>Prima</translation>
    </message>
    <message>
        <source>After</source>
        <translation>Dopo</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>Motivo</translation>
    </message>
    <message>
        <source>Everybody</source>
        <translation>Tutti</translation>
    </message>
    <message>
        <source>All kinds</source>
        <translation>Tutti i tipi</translation>
    </message>
    <message>
        <source>The unit&apos;s report is not for everybody.</source>
        <translation>Il rapporto del centro non è per tutti.</translation>
    </message>
    <message>
        <source>{} entries</source>
        <translation>{} voci</translation>
    </message>
    <message>
        <source>{all}, the last {shown} lines here, all of them in the file</source>
        <translation>{all}, qui le ultime {shown} righe, tutte nel file</translation>
    </message>
    <message>
        <source>{} looks</source>
        <translation>{} consultazioni</translation>
    </message>
    <message>
        <source>the last {}</source>
        <translation>le ultime {}</translation>
    </message>
    <message>
        <source>Who looked at what</source>
        <translation>Chi ha consultato che cosa</translation>
    </message>
    <message>
        <source>Save the report</source>
        <translation>Salva il rapporto</translation>
    </message>
    <message>
        <source>PDF or CSV (*.pdf *.csv)</source>
        <translation>PDF o CSV (*.pdf *.csv)</translation>
    </message>
    <message>
        <source>Saved to {}</source>
        <translation>Salvato in {}</translation>
    </message>
</context>
<context>
    <name>BackupButton</name>
    <message>
        <source>{}: show the backups</source>
        <translation>{}: mostra le copie di sicurezza</translation>
    </message>
</context>
<context>
    <name>BackupDesk</name>
    <message>
        <source>also on {}</source>
        <translation>anche in {}</translation>
    </message>
    <message>
        <source>Second place for backups: a stick or a share</source>
        <translation>Secondo luogo per le copie: una chiavetta o una cartella di rete</translation>
    </message>
    <message>
        <source>The second place lies on the same disk as the data file.</source>
        <translation>Il secondo luogo è sullo stesso disco del file di dati.</translation>
    </message>
    <message>
        <source>It does not help when this disk fails. Choose a stick or a share.</source>
        <translation>Non serve se si guasta questo disco. Scegliere una chiavetta o una cartella di rete.</translation>
    </message>
    <message>
        <source>The restore drill failed.</source>
        <translation>La prova di ripristino non è riuscita.</translation>
    </message>
    <message>
        <source>No backup could be made.</source>
        <translation>Non è stato possibile fare una copia di sicurezza.</translation>
    </message>
</context>
<context>
    <name>BackupDialog</name>
    <message>
        <source>Back up now</source>
        <translation>Copia di sicurezza</translation>
    </message>
    <message>
        <source>This computer and the second place</source>
        <translation>Questo computer e il secondo luogo</translation>
    </message>
    <message>
        <source>This computer only</source>
        <translation>Solo questo computer</translation>
    </message>
    <message>
        <source>The second place only</source>
        <translation>Solo il secondo luogo</translation>
    </message>
    <message>
        <source>Choose the second place…</source>
        <translation>Scegli il secondo luogo…</translation>
    </message>
    <message>
        <source>Back up</source>
        <translation>Copia</translation>
    </message>
    <message>
        <source>Leave</source>
        <translation>Esci</translation>
    </message>
    <message>
        <source>Where to?</source>
        <translation>Dove?</translation>
    </message>
    <message>
        <source>No second place is chosen yet: a stick or a share.</source>
        <translation>Non è ancora scelto un secondo luogo: una chiavetta o una cartella di rete.</translation>
    </message>
</context>
<context>
    <name>BackupPage</name>
    <message>
        <source>Backups</source>
        <translation>Copie di sicurezza</translation>
    </message>
    <message>
        <source>Open another file…</source>
        <translation>Apri un altro file…</translation>
    </message>
    <message>
        <source>Run the restore drill</source>
        <translation>Prova il ripristino</translation>
    </message>
    <message>
        <source>Choose the second place…</source>
        <translation>Scegli il secondo luogo…</translation>
    </message>
    <message>
        <source>Back up now</source>
        <translation>Copia ora</translation>
    </message>
    <message>
        <source>Backup</source>
        <translation>Copia</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>Ora</translation>
    </message>
    <message>
        <source>Made</source>
        <translation>Fatta</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>Peso</translation>
    </message>
    <message>
        <source>Entries</source>
        <translation>Voci</translation>
    </message>
    <message>
        <source>Proof</source>
        <translation>Prova</translation>
    </message>
    <message>
        <source>Kept as</source>
        <translation>Tenuta come</translation>
    </message>
    <message>
        <source>{daily} daily, {weekly} weekly, {monthly} monthly are kept</source>
        <translation>Si tengono {daily} giornaliere, {weekly} settimanali, {monthly} mensili</translation>
    </message>
    <message>
        <source>The backup is being put in the place of the file. This takes a moment.</source>
        <translation>La copia viene messa al posto del file. Ci vuole un momento.</translation>
    </message>
    <message>
        <source>Open a data file first: its backups are listed here.</source>
        <translation>Aprire prima un file di dati: qui sono elencate le sue copie.</translation>
    </message>
    <message>
        <source>The backups are being read.</source>
        <translation>Lettura delle copie in corso.</translation>
    </message>
    <message>
        <source>There is no backup of this file yet. It is made by itself at lock and exit.</source>
        <translation>Non c&apos;è ancora nessuna copia di questo file. Si fa da sola al blocco e all&apos;uscita.</translation>
    </message>
    <message>
        <source>Backups of HSCT Desktop (*{suffix});;All files (*)</source>
        <translation>Copie di HSCT Desktop (*{suffix});;Tutti i file (*)</translation>
    </message>
    <message>
        <source>Open a backup</source>
        <translation>Apri una copia</translation>
    </message>
</context>
<context>
    <name>BannerLines</name>
    <message>
        <source>Find</source>
        <translation>Cerca</translation>
    </message>
    <message>
        <source>({} y)</source>
        <translation>({} anni)</translation>
    </message>
    <message>
        <source>same name: {code}, born {date}</source>
        <translation>omonimia: {code}, data di nascita {date}</translation>
    </message>
    <message>
        <source>Day 0 planned {}</source>
        <translation>Giorno 0 previsto {}</translation>
    </message>
    <message>
        <source>Day 0 {}</source>
        <translation>Giorno 0 {}</translation>
    </message>
    <message>
        <source>no Day 0 yet</source>
        <translation>Giorno 0 non ancora inserito</translation>
    </message>
    <message>
        <source>Interpreter: {}</source>
        <translation>Interprete: {}</translation>
    </message>
    <message>
        <source>Interpreter</source>
        <translation>Interprete</translation>
    </message>
    <message>
        <source>Allergy · {}</source>
        <translation>Allergia · {}</translation>
    </message>
    <message>
        <source>Intolerance · {}</source>
        <translation>Intolleranza · {}</translation>
    </message>
    <message>
        <source>No known allergies</source>
        <translation>Nessuna allergia nota</translation>
    </message>
    <message>
        <source>Allergies not recorded</source>
        <translation>Allergie non registrate</translation>
    </message>
    <message>
        <source>{}: show the alerts (Shift+A)</source>
        <translation>{}: mostra gli allarmi (Maiusc+A)</translation>
    </message>
    <message>
        <source>Alerts: {}</source>
        <translation>Allarmi: {}</translation>
    </message>
</context>
<context>
    <name>BookingForm</name>
    <message>
        <source>Day</source>
        <translation>Giorno</translation>
    </message>
    <message>
        <source>10:30</source>
        <translation>10:30</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>Ora</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>Motivo</translation>
    </message>
</context>
<context>
    <name>BookingSheet</name>
    <message>
        <source>Visit missed</source>
        <translation>Visita mancata</translation>
    </message>
    <message>
        <source>Cancel visit</source>
        <translation>Disdici visita</translation>
    </message>
    <message>
        <source>Visit not applicable</source>
        <translation>Visita non applicabile</translation>
    </message>
    <message>
        <source>Give up booking</source>
        <translation>Rinuncia alla prenotazione</translation>
    </message>
    <message>
        <source>Move visit</source>
        <translation>Sposta visita</translation>
    </message>
    <message>
        <source>Book visit</source>
        <translation>Prenota visita</translation>
    </message>
    <message>
        <source>Outside the window {}; give a reason.</source>
        <translation>Fuori dalla finestra {}; indicare il motivo.</translation>
    </message>
</context>
<context>
    <name>CalendarDesk</name>
    <message>
        <source>Calendar file saved to {}</source>
        <translation>File di calendario salvato in {}</translation>
    </message>
</context>
<context>
    <name>CalendarSheet</name>
    <message>
        <source>Calendar file</source>
        <translation>File di calendario</translation>
    </message>
    <message>
        <source>From</source>
        <translation>Dal</translation>
    </message>
    <message>
        <source>To</source>
        <translation>Al</translation>
    </message>
    <message>
        <source>Write names into the events</source>
        <translation>Scrivere i nomi negli eventi</translation>
    </message>
    <message>
        <source>Only the unit&apos;s own people can see this calendar</source>
        <translation>Solo il personale del centro può vedere questo calendario</translation>
    </message>
    <message>
        <source>Whoever sees the calendar then reads who is treated here.</source>
        <translation>Chi vede il calendario legge chi è in cura qui.</translation>
    </message>
    <message>
        <source>Calendars on telephones and on the web are often shared. Without names, events carry the code.</source>
        <translation>I calendari su telefono e sul web sono spesso condivisi. Senza nomi, gli eventi riportano il codice.</translation>
    </message>
    <message>
        <source>Save as…</source>
        <translation>Salva con nome…</translation>
    </message>
    <message>
        <source>the unit</source>
        <translation>il centro</translation>
    </message>
    <message>
        <source>The visits as events for a calendar. After changes save the file again and read it in again:</source>
        <translation>Le visite come eventi per un calendario. Dopo ogni modifica salvare di nuovo il file e importarlo di nuovo:</translation>
    </message>
    <message>
        <source>the same events follow, and visits that are off are marked as cancelled.</source>
        <translation>gli stessi eventi si aggiornano e le visite che non si fanno più risultano annullate.</translation>
    </message>
    <message>
        <source>The last day lies before the first.</source>
        <translation>L&apos;ultimo giorno precede il primo.</translation>
    </message>
    <message>
        <source>Calendar files (*{})</source>
        <translation>File di calendario (*{})</translation>
    </message>
    <message>
        <source>Save calendar file</source>
        <translation>Salva il file di calendario</translation>
    </message>
</context>
<context>
    <name>CaptionRow</name>
    <message>
        <source>Range</source>
        <translation>Intervallo</translation>
    </message>
    <message>
        <source>Before</source>
        <translation>Prima</translation>
    </message>
    <message>
        <source>Value</source>
        <translation>Valore</translation>
    </message>
</context>
<context>
    <name>CardDiffers</name>
    <message>
        <source>Change the card</source>
        <translation>Modifica la scheda</translation>
    </message>
</context>
<context>
    <name>CareLineSheet</name>
    <message>
        <source>New line of the care plan</source>
        <translation>Nuova riga del piano di cura</translation>
    </message>
    <message>
        <source>Line of the care plan</source>
        <translation>Riga del piano di cura</translation>
    </message>
    <message>
        <source>What is to be done</source>
        <translation>Che cosa fare</translation>
    </message>
    <message>
        <source>Who</source>
        <translation>Chi</translation>
    </message>
    <message>
        <source>Until (may stay empty)</source>
        <translation>Entro (facoltativo)</translation>
    </message>
</context>
<context>
    <name>CarePlanPage</name>
    <message>
        <source>What</source>
        <translation>Che cosa</translation>
    </message>
    <message>
        <source>Until</source>
        <translation>Entro</translation>
    </message>
    <message>
        <source>Where it comes from</source>
        <translation>Origine</translation>
    </message>
    <message>
        <source>Care plan</source>
        <translation>Piano di cura</translation>
    </message>
    <message>
        <source>Change</source>
        <translation>Modifica</translation>
    </message>
    <message>
        <source>Add a line</source>
        <translation>Aggiungi riga</translation>
    </message>
    <message>
        <source>Leave out</source>
        <translation>Escludi</translation>
    </message>
    <message>
        <source>As the record has it</source>
        <translation>Come dai dati</translation>
    </message>
    <message>
        <source>Print</source>
        <translation>Stampa</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>Indietro</translation>
    </message>
    <message>
        <source>Put back</source>
        <translation>Ripristina</translation>
    </message>
</context>
<context>
    <name>CausalityChips</name>
    <message>
        <source>Space or {}: one level on. Shift+Space: one back.</source>
        <translation>Spazio o {}: livello successivo. Maiusc+Spazio: precedente.</translation>
    </message>
</context>
<context>
    <name>ChainLine</name>
    <message>
        <source>Verify now</source>
        <translation>Verifica ora</translation>
    </message>
    <message>
        <source>Somebody changed the file outside the program. Tell IT, and keep the backups.</source>
        <translation>Qualcuno ha modificato il file fuori dal programma. Avvisare l&apos;informatica e conservare le copie.</translation>
    </message>
    <message>
        <source>head {}</source>
        <translation>testa {}</translation>
    </message>
</context>
<context>
    <name>ChangeReasonBar</name>
    <message>
        <source>Choose or type</source>
        <translation>Scegliere o scrivere</translation>
    </message>
    <message>
        <source>Reason for change</source>
        <translation>Motivo della modifica</translation>
    </message>
</context>
<context>
    <name>ChangeReasonSheet</name>
    <message>
        <source>Reason for change</source>
        <translation>Motivo della modifica</translation>
    </message>
    <message>
        <source>It changes under your name and with this reason, which stay in its history.</source>
        <translation>Cambia a vostro nome e con questo motivo, che restano nella sua cronologia.</translation>
    </message>
    <message>
        <source>This entry is complete.</source>
        <translation>Questa registrazione è completa.</translation>
    </message>
    <message>
        <source>Leave</source>
        <translation>Lascia</translation>
    </message>
</context>
<context>
    <name>CheckSheet</name>
    <message>
        <source>Record long-term check</source>
        <translation>Registra controllo a lungo termine</translation>
    </message>
    <message>
        <source>Revise long-term check</source>
        <translation>Modifica controllo a lungo termine</translation>
    </message>
    <message>
        <source>Item</source>
        <translation>Controllo</translation>
    </message>
    <message>
        <source>Done on</source>
        <translation>Eseguito il</translation>
    </message>
    <message>
        <source>Result</source>
        <translation>Risultato</translation>
    </message>
    <message>
        <source>Value or total</source>
        <translation>Valore o totale</translation>
    </message>
    <message>
        <source>Finding</source>
        <translation>Reperto</translation>
    </message>
    <message>
        <source>Refer to</source>
        <translation>Inviare a</translation>
    </message>
    <message>
        <source>To be seen by</source>
        <translation>Visita entro il</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>Nota</translation>
    </message>
    <message>
        <source>referred to {}</source>
        <translation>inviato a: {}</translation>
    </message>
    <message>
        <source>Take back a check</source>
        <translation>Annulla un controllo</translation>
    </message>
</context>
<context>
    <name>ChoiceList</name>
    <message>
        <source>Proposals</source>
        <translation>Proposte</translation>
    </message>
</context>
<context>
    <name>ClinicalBlock</name>
    <message>
        <source>Back to the toxicities</source>
        <translation>Torna alle tossicità</translation>
    </message>
    <message>
        <source>Infections, CMV, EBV</source>
        <translation>Infezioni, CMV, EBV</translation>
    </message>
    <message>
        <source>Show all</source>
        <translation>Mostra tutte</translation>
    </message>
    <message>
        <source>No infection recorded</source>
        <translation>Nessuna infezione registrata</translation>
    </message>
    <message>
        <source>Infections: {0}, open: {1}</source>
        <translation>Infezioni: {0}, in corso: {1}</translation>
    </message>
</context>
<context>
    <name>CodeSeries</name>
    <message>
        <source>Codes of new patients</source>
        <translation>Codici dei nuovi pazienti</translation>
    </message>
    <message>
        <source>New patients get the next free numbers: {0}, {1} and so on.</source>
        <translation>I nuovi pazienti ricevono i prossimi numeri liberi: {0}, {1} e così via.</translation>
    </message>
    <message>
        <source>{0} is no form of codes: write it like MS-####.</source>
        <translation>{0} non è una forma di codici: scriverla come MS-####.</translation>
    </message>
    <message>
        <source>No column holds codes: give their form, one # for each digit, and new patients are numbered.</source>
        <translation>Nessuna colonna contiene codici: indicarne la forma, un # per cifra, e i nuovi pazienti vengono numerati.</translation>
    </message>
</context>
<context>
    <name>CodesTable</name>
    <message>
        <source>In the file</source>
        <translation>Nel file</translation>
    </message>
    <message>
        <source>Means</source>
        <translation>Significa</translation>
    </message>
    <message>
        <source>Cells</source>
        <translation>Celle</translation>
    </message>
    <message>
        <source>Own codes</source>
        <translation>Codici propri</translation>
    </message>
    <message>
        <source>{0} of {1} codes mean nothing yet. Ctrl+Enter once more leaves them so.</source>
        <translation>{0} di {1} codici non hanno ancora un significato. Ctrl+Invio ancora una volta li lascia così.</translation>
    </message>
    <message>
        <source>what does it mean?</source>
        <translation>che cosa significa?</translation>
    </message>
    <message>
        <source>“{0}” means</source>
        <translation>«{0}» significa</translation>
    </message>
</context>
<context>
    <name>ColumnSheet</name>
    <message>
        <source>Leave</source>
        <translation>Esci</translation>
    </message>
    <message>
        <source>Understand it so</source>
        <translation>Leggi così</translation>
    </message>
    <message>
        <source>Column “{0}”</source>
        <translation>Colonna «{0}»</translation>
    </message>
    <message>
        <source>In the file: {0}</source>
        <translation>Nel file: {0}</translation>
    </message>
    <message>
        <source>Understood as</source>
        <translation>Letta come</translation>
    </message>
    <message>
        <source>choose</source>
        <translation>scegliere</translation>
    </message>
    <message>
        <source>Form of the dates</source>
        <translation>Formato delle date</translation>
    </message>
    <message>
        <source>refused</source>
        <translation>respinti</translation>
    </message>
    <message>
        <source>{0:02d} means {1}</source>
        <translation>{0:02d} significa {1}</translation>
    </message>
    <message>
        <source>Years of two digits</source>
        <translation>Anni di due cifre</translation>
    </message>
    <message>
        <source>Numbers among dates</source>
        <translation>Numeri fra le date</translation>
    </message>
    <message>
        <source>as they stand: they read only one way</source>
        <translation>come sono: si leggono in un solo modo</translation>
    </message>
    <message>
        <source>Decimals</source>
        <translation>Decimali</translation>
    </message>
    <message>
        <source>Unit in the file</source>
        <translation>Unità nel file</translation>
    </message>
    <message>
        <source>Laboratory test</source>
        <translation>Esame di laboratorio</translation>
    </message>
    <message>
        <source>measured so long after Day 0</source>
        <translation>misurato a distanza dal Giorno 0</translation>
    </message>
    <message>
        <source>none</source>
        <translation>nessuna</translation>
    </message>
    <message>
        <source>Day 0 plus</source>
        <translation>Giorno 0 più</translation>
    </message>
    <message>
        <source>Counted in</source>
        <translation>Contato in</translation>
    </message>
    <message>
        <source>or the day in column</source>
        <translation>oppure il giorno nella colonna</translation>
    </message>
    <message>
        <source>Coding of ambulation</source>
        <translation>Codifica della deambulazione</translation>
    </message>
    <message>
        <source>not done</source>
        <translation>non eseguito</translation>
    </message>
    <message>
        <source>Choose the field, or that the column is not taken.</source>
        <translation>Scegliere il campo, oppure di non importare la colonna.</translation>
    </message>
</context>
<context>
    <name>ColumnsPanel</name>
    <message>
        <source>Sheet</source>
        <translation>Foglio</translation>
    </message>
    <message>
        <source>In the file</source>
        <translation>Nel file</translation>
    </message>
    <message>
        <source>Understood as</source>
        <translation>Letta come</translation>
    </message>
    <message>
        <source>Example</source>
        <translation>Esempio</translation>
    </message>
    <message>
        <source>Confidence</source>
        <translation>Certezza</translation>
    </message>
    <message>
        <source>Columns</source>
        <translation>Colonne</translation>
    </message>
    <message>
        <source>Start anew</source>
        <translation>Ricomincia da capo</translation>
    </message>
    <message>
        <source>Mapping</source>
        <translation>Mappatura</translation>
    </message>
    <message>
        <source>name of the mapping</source>
        <translation>nome della mappatura</translation>
    </message>
    <message>
        <source>Save mapping</source>
        <translation>Salva mappatura</translation>
    </message>
    <message>
        <source>Columns, {0}</source>
        <translation>Colonne, {0}</translation>
    </message>
    <message>
        <source>Decide</source>
        <translation>Decidi</translation>
    </message>
</context>
<context>
    <name>ContactForm</name>
    <message>
        <source>With whom</source>
        <translation>Con chi</translation>
    </message>
    <message>
        <source>How</source>
        <translation>Come</translation>
    </message>
    <message>
        <source>Outcome</source>
        <translation>Esito</translation>
    </message>
    <message>
        <source>Date</source>
        <translation>Data</translation>
    </message>
    <message>
        <source>fri, +3, 12/3</source>
        <translation>ven, +3, 12/3</translation>
    </message>
    <message>
        <source>Try again on</source>
        <translation>Riprovare il</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>Nota</translation>
    </message>
</context>
<context>
    <name>ContactLadder</name>
    <message>
        <source>Since the patient was last reached or seen</source>
        <translation>Dall’ultimo contatto o dall’ultima visita</translation>
    </message>
    <message>
        <source>proposed next</source>
        <translation>prossimo passo proposto</translation>
    </message>
    <message>
        <source>Every step was taken in vain</source>
        <translation>Tutti i tentativi sono stati vani</translation>
    </message>
    <message>
        <source>If the patient can no longer be found, record the loss to follow-up. It can be taken back.</source>
        <translation>Se il paziente è irreperibile, registrare la perdita al follow-up. Si può annullare.</translation>
    </message>
    <message>
        <source>Lost to follow-up…</source>
        <translation>Perso al follow-up…</translation>
    </message>
</context>
<context>
    <name>ContactSheet</name>
    <message>
        <source>Log contact</source>
        <translation>Registra contatto</translation>
    </message>
    <message>
        <source>Take back a contact</source>
        <translation>Annulla un contatto</translation>
    </message>
</context>
<context>
    <name>CopySheet</name>
    <message>
        <source>Copy into the unit&apos;s folder</source>
        <translation>Copia nella cartella del centro</translation>
    </message>
    <message>
        <source>The copy is the unit&apos;s own and may be changed.</source>
        <translation>La copia appartiene al centro e può essere modificata.</translation>
    </message>
    <message>
        <source>Identifier of the copy</source>
        <translation>Identificativo della copia</translation>
    </message>
    <message>
        <source>The same identifier replaces the shipped protocol for new patients.</source>
        <translation>Lo stesso identificativo sostituisce il protocollo fornito per i nuovi pazienti.</translation>
    </message>
    <message>
        <source>Copy and edit</source>
        <translation>Copia e modifica</translation>
    </message>
</context>
<context>
    <name>CourseDates</name>
    <message>
        <source>Day 0</source>
        <translation>Giorno 0</translation>
    </message>
    <message>
        <source>Start of mobilisation (if known)</source>
        <translation>Inizio mobilizzazione (se noto)</translation>
    </message>
    <message>
        <source>Discharge (if known)</source>
        <translation>Dimissione (se nota)</translation>
    </message>
</context>
<context>
    <name>CriteriaBackSheet</name>
    <message>
        <source>Take back a checklist</source>
        <translation>Annulla una lista di criteri</translation>
    </message>
</context>
<context>
    <name>CriteriaRows</name>
    <message>
        <source>the record says otherwise: {}</source>
        <translation>la cartella indica altro: {}</translation>
    </message>
</context>
<context>
    <name>CriteriaSheet</name>
    <message>
        <source>Check criteria</source>
        <translation>Verifica dei criteri</translation>
    </message>
    <message>
        <source>Checklist</source>
        <translation>Lista di criteri</translation>
    </message>
    <message>
        <source>Judged as of</source>
        <translation>Valutata al</translation>
    </message>
    <message>
        <source>Decision</source>
        <translation>Decisione</translation>
    </message>
    <message>
        <source>After saving</source>
        <translation>Dopo il salvataggio</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>Nota</translation>
    </message>
    <message>
        <source>record as toxicity</source>
        <translation>registra come tossicità</translation>
    </message>
    <message>
        <source>nothing more</source>
        <translation>nient&apos;altro</translation>
    </message>
    <message>
        <source>y yes, n no, u unknown. The rules count; a person decides.</source>
        <translation>s sì, n no, u non noto. Le regole contano i criteri; decide una persona.</translation>
    </message>
    <message>
        <source>Missing: {}</source>
        <translation>Mancano: {}</translation>
    </message>
    <message>
        <source>Still possible: {}</source>
        <translation>Ancora possibile: {}</translation>
    </message>
    <message>
        <source>Toxicity</source>
        <translation>Tossicità</translation>
    </message>
</context>
<context>
    <name>CriterionSheet</name>
    <message>
        <source>The meeting says</source>
        <translation>La riunione dice</translation>
    </message>
    <message>
        <source>Comment</source>
        <translation>Commento</translation>
    </message>
    <message>
        <source>Recorded: {}</source>
        <translation>Registrato: {}</translation>
    </message>
    <message>
        <source>Unit&apos;s limit: {}</source>
        <translation>Limite del centro: {}</translation>
    </message>
</context>
<context>
    <name>DataProtectionSheet</name>
    <message>
        <source>Data protection</source>
        <translation>Protezione dei dati</translation>
    </message>
    <message>
        <source>Leave</source>
        <translation>Esci</translation>
    </message>
    <message>
        <source>Export the record…</source>
        <translation>Esporta il dossier…</translation>
    </message>
    <message>
        <source>Name, contacts and documents are gone; of the birth date the year alone is known.</source>
        <translation>Nome, recapiti e documenti non ci sono più; della data di nascita si conosce solo l&apos;anno.</translation>
    </message>
    <message>
        <source>This record was pseudonymised on {0}</source>
        <translation>Questo dossier è stato pseudonimizzato il {0}</translation>
    </message>
    <message>
        <source>Exports for research and for the registry leave out who has not said yes.</source>
        <translation>Le esportazioni per la ricerca e per il registro escludono chi non ha detto sì.</translation>
    </message>
    <message>
        <source>Change on the card</source>
        <translation>Cambia nella scheda</translation>
    </message>
    <message>
        <source>Consent</source>
        <translation>Consenso</translation>
    </message>
    <message>
        <source>What is wrong is corrected where it was entered, with the reason.</source>
        <translation>Ciò che è sbagliato si corregge dove è stato inserito, con il motivo.</translation>
    </message>
    <message>
        <source>The old value stays in the history, which the complete export holds.</source>
        <translation>Il valore precedente resta nella cronologia, che l&apos;esportazione completa contiene.</translation>
    </message>
    <message>
        <source>Correction</source>
        <translation>Rettifica</translation>
    </message>
    <message>
        <source>A folder with a PDF to read, the same as JSON for another program,</source>
        <translation>Una cartella con un PDF da leggere, gli stessi dati in JSON per un altro programma,</translation>
    </message>
    <message>
        <source>every document and signed letter, and each change that was made.</source>
        <translation>ogni documento e lettera firmata, e ogni modifica fatta.</translation>
    </message>
    <message>
        <source>Its name holds the code, not the name.</source>
        <translation>Il suo nome contiene il codice, non il nome.</translation>
    </message>
    <message>
        <source>Language of the PDF</source>
        <translation>Lingua del PDF</translation>
    </message>
    <message>
        <source>Why, for the change log</source>
        <translation>Perché, per il registro delle modifiche</translation>
    </message>
    <message>
        <source>Complete export</source>
        <translation>Esportazione completa</translation>
    </message>
    <message>
        <source>Who looked at this record</source>
        <translation>Chi ha consultato questo dossier</translation>
    </message>
    <message>
        <source>Nobody since the access log began.</source>
        <translation>Nessuno da quando esiste il registro degli accessi.</translation>
    </message>
    <message>
        <source>The latest ones; the complete export and the unit&apos;s report hold all.</source>
        <translation>Gli ultimi; l&apos;esportazione completa e il rapporto dell&apos;unità li contengono tutti.</translation>
    </message>
    <message>
        <source>Where the law allows an erasure, or when the time for which records are kept is over:</source>
        <translation>Dove la legge consente una cancellazione, o quando è finito il tempo di conservazione:</translation>
    </message>
    <message>
        <source>name, contacts, documents and letters leave the file, the treatment stays without the person.</source>
        <translation>nome, recapiti, documenti e lettere lasciano il file, il trattamento resta senza la persona.</translation>
    </message>
    <message>
        <source>It cannot be undone.</source>
        <translation>Non si può annullare.</translation>
    </message>
    <message>
        <source>Pseudonymise</source>
        <translation>Pseudonimizzare</translation>
    </message>
    <message>
        <source>Clear traces in the file again</source>
        <translation>Elimina di nuovo le tracce nel file</translation>
    </message>
    <message>
        <source>Pseudonymise…</source>
        <translation>Pseudonimizza…</translation>
    </message>
    <message>
        <source>No traces of what was taken out are left in the file</source>
        <translation>Nel file non restano tracce di ciò che è stato tolto</translation>
    </message>
    <message>
        <source>Folder in which the export is made</source>
        <translation>Cartella in cui si crea l&apos;esportazione</translation>
    </message>
    <message>
        <source>The export is being written</source>
        <translation>L&apos;esportazione è in corso</translation>
    </message>
    <message>
        <source>Export written to {0}</source>
        <translation>Esportazione scritta in {0}</translation>
    </message>
    <message>
        <source>The export is written</source>
        <translation>L&apos;esportazione è scritta</translation>
    </message>
    <message>
        <source>Nothing was written</source>
        <translation>Nulla è stato scritto</translation>
    </message>
</context>
<context>
    <name>DateField</name>
    <message>
        <source>Choose in a calendar</source>
        <translation>Scegliere dal calendario</translation>
    </message>
    <message>
        <source>Choose in a calendar (F4)</source>
        <translation>Scegliere dal calendario (F4)</translation>
    </message>
</context>
<context>
    <name>DatesTable</name>
    <message>
        <source>Visit</source>
        <translation>Visita</translation>
    </message>
    <message>
        <source>Date</source>
        <translation>Data</translation>
    </message>
    <message>
        <source>Day</source>
        <translation>Giorno</translation>
    </message>
    <message>
        <source>Window</source>
        <translation>Finestra</translation>
    </message>
    <message>
        <source>Closed days</source>
        <translation>Giorni di chiusura</translation>
    </message>
    <message>
        <source>Where</source>
        <translation>Dove</translation>
    </message>
    <message>
        <source>Dates of the visits</source>
        <translation>Date delle visite</translation>
    </message>
</context>
<context>
    <name>DayRuler</name>
    <message>
        <source>Left and Right move the day, with Shift by a week; Home is the target.</source>
        <translation>Sinistra e Destra spostano il giorno, con Maiusc di una settimana; Inizio è la data prevista.</translation>
    </message>
</context>
<context>
    <name>DeathLine</name>
    <message>
        <source>Adjudicate</source>
        <translation>Aggiudica</translation>
    </message>
    <message>
        <source>Open adjudication</source>
        <translation>Apri l&apos;aggiudicazione</translation>
    </message>
</context>
<context>
    <name>DeathReviewSheet</name>
    <message>
        <source>Adjudication of the death</source>
        <translation>Aggiudicazione del decesso</translation>
    </message>
    <message>
        <source>Relation</source>
        <translation>Relazione</translation>
    </message>
    <message>
        <source>Cause of death</source>
        <translation>Causa del decesso</translation>
    </message>
    <message>
        <source>Adjudicated by, one a line</source>
        <translation>Aggiudicato da, uno per riga</translation>
    </message>
    <message>
        <source>On</source>
        <translation>Il</translation>
    </message>
    <message>
        <source>Reasons</source>
        <translation>Motivi</translation>
    </message>
    <message>
        <source>Take back the adjudication</source>
        <translation>Annulla l&apos;aggiudicazione</translation>
    </message>
</context>
<context>
    <name>DisabilityPage</name>
    <message>
        <source>Record neurology visit</source>
        <translation>Registra visita neurologica</translation>
    </message>
</context>
<context>
    <name>DisableSheet</name>
    <message>
        <source>Take access away</source>
        <translation>Togli l&apos;accesso</translation>
    </message>
    <message>
        <source>{} can no longer open this file.</source>
        <translation>{} non potrà più aprire questo file.</translation>
    </message>
    <message>
        <source>Entries keep the name. Older backups still open with the passphrase of that time.</source>
        <translation>Le voci conservano il nome. Le copie precedenti si aprono ancora con la frase segreta di allora.</translation>
    </message>
</context>
<context>
    <name>DiseaseTab</name>
    <message>
        <source>Course</source>
        <translation>Andamento</translation>
    </message>
    <message>
        <source>Scores</source>
        <translation>Scale</translation>
    </message>
    <message>
        <source>History</source>
        <translation>Storia</translation>
    </message>
    <message>
        <source>Selection</source>
        <translation>Selezione</translation>
    </message>
    <message>
        <source>Treatment</source>
        <translation>Trattamento</translation>
    </message>
    <message>
        <source>Scans</source>
        <translation>RM eseguite</translation>
    </message>
    <message>
        <source>MRI</source>
        <translation>RM</translation>
    </message>
    <message>
        <source>Relapse</source>
        <translation>Ricaduta</translation>
    </message>
    <message>
        <source>Print</source>
        <translation>Stampa</translation>
    </message>
</context>
<context>
    <name>DismissSheet</name>
    <message>
        <source>Not a pseudo-relapse</source>
        <translation>Non è una pseudo-ricaduta</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>Motivo</translation>
    </message>
</context>
<context>
    <name>DispatchSheet</name>
    <message>
        <source>Letter sent</source>
        <translation>Invio della lettera</translation>
    </message>
    <message>
        <source>Letters sent</source>
        <translation>Invio delle lettere</translation>
    </message>
    <message>
        <source>{} letters</source>
        <translation>{} lettere</translation>
    </message>
    <message>
        <source>How</source>
        <translation>Come</translation>
    </message>
    <message>
        <source>To whom</source>
        <translation>A chi</translation>
    </message>
    <message>
        <source>Copies that left with it</source>
        <translation>Copie partite insieme</translation>
    </message>
    <message>
        <source>When</source>
        <translation>Quando</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>Nota</translation>
    </message>
    <message>
        <source>Each is recorded as sent to its reader and to those whom it names for a copy.</source>
        <translation>Ognuna risulta inviata al destinatario e a chi vi è indicato per conoscenza.</translation>
    </message>
</context>
<context>
    <name>DmtBackSheet</name>
    <message>
        <source>Take back a drug for the disease</source>
        <translation>Annulla un farmaco per la malattia</translation>
    </message>
</context>
<context>
    <name>DmtPanel</name>
    <message>
        <source>List is complete</source>
        <translation>Elenco completo</translation>
    </message>
    <message>
        <source>Record</source>
        <translation>Registra</translation>
    </message>
    <message>
        <source>Drugs for the disease</source>
        <translation>Farmaci per la malattia</translation>
    </message>
    <message>
        <source>Drug</source>
        <translation>Farmaco</translation>
    </message>
    <message>
        <source>When</source>
        <translation>Quando</translation>
    </message>
    <message>
        <source>Line</source>
        <translation>Linea</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>Motivo</translation>
    </message>
    <message>
        <source>No drug for the disease has been recorded.</source>
        <translation>Nessun farmaco per la malattia registrato.</translation>
    </message>
</context>
<context>
    <name>DmtSheet</name>
    <message>
        <source>Prior or new drug for the disease</source>
        <translation>Farmaco per la malattia, precedente o nuovo</translation>
    </message>
    <message>
        <source>Revise a drug for the disease</source>
        <translation>Modifica un farmaco per la malattia</translation>
    </message>
    <message>
        <source>Drug</source>
        <translation>Farmaco</translation>
    </message>
    <message>
        <source>From</source>
        <translation>Dal</translation>
    </message>
    <message>
        <source>Until</source>
        <translation>Al</translation>
    </message>
    <message>
        <source>Today</source>
        <translation>Oggi</translation>
    </message>
    <message>
        <source>Reason for start, change or stop</source>
        <translation>Motivo di inizio, cambio o interruzione</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>Nota</translation>
    </message>
    <message>
        <source>2019, 04/2019 or a day</source>
        <translation>2019, 04/2019 o un giorno</translation>
    </message>
    <message>
        <source>not in the list: taken as written</source>
        <translation>non in elenco: riportato come scritto</translation>
    </message>
</context>
<context>
    <name>DocumentsTab</name>
    <message>
        <source>Document</source>
        <translation>Documento</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>Tipo</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>Dimensione</translation>
    </message>
    <message>
        <source>Visit</source>
        <translation>Visita</translation>
    </message>
    <message>
        <source>Day</source>
        <translation>Giorno</translation>
    </message>
    <message>
        <source>Kept by</source>
        <translation>Conservato da</translation>
    </message>
    <message>
        <source>About it</source>
        <translation>Note</translation>
    </message>
    <message>
        <source>Documents</source>
        <translation>Documenti</translation>
    </message>
    <message>
        <source>No document is kept for this patient, and no report is awaited.</source>
        <translation>Per questo paziente non è conservato alcun documento e nessun referto è in attesa.</translation>
    </message>
    <message>
        <source>Attach document</source>
        <translation>Allega documento</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>Apri</translation>
    </message>
    <message>
        <source>Arrived</source>
        <translation>Arrivato</translation>
    </message>
    <message>
        <source>Not arrived</source>
        <translation>Non arrivato</translation>
    </message>
    <message>
        <source>Save as…</source>
        <translation>Salva con nome…</translation>
    </message>
    <message>
        <source>Attach</source>
        <translation>Allega</translation>
    </message>
    <message>
        <source>Take back</source>
        <translation>Annulla</translation>
    </message>
    <message>
        <source>Letters</source>
        <translation>Lettere</translation>
    </message>
    <message>
        <source>Reports awaited</source>
        <translation>Referti in attesa</translation>
    </message>
    <message>
        <source>Arrived without a file</source>
        <translation>Arrivati senza file</translation>
    </message>
    <message>
        <source>{} days</source>
        <translation>{} giorni</translation>
    </message>
    <message>
        <source>1 day</source>
        <translation>1 giorno</translation>
    </message>
    <message>
        <source>awaited for {}</source>
        <translation>in attesa da {}</translation>
    </message>
    <message>
        <source>arrived {}</source>
        <translation>arrivato il {}</translation>
    </message>
    <message>
        <source>report</source>
        <translation>referto</translation>
    </message>
    <message>
        <source>Done on {}</source>
        <translation>Eseguito il {}</translation>
    </message>
    <message>
        <source>replaced</source>
        <translation>sostituita</translation>
    </message>
    <message>
        <source>version {}</source>
        <translation>versione {}</translation>
    </message>
    <message>
        <source>not sent yet</source>
        <translation>non ancora inviata</translation>
    </message>
    <message>
        <source>Letter: {}</source>
        <translation>Lettera: {}</translation>
    </message>
    <message>
        <source>Kept on {}</source>
        <translation>Conservato il {}</translation>
    </message>
    <message>
        <source>Take back a document</source>
        <translation>Annulla un documento</translation>
    </message>
    <message>
        <source>{}. The visit&apos;s record is taken back as well, and the visit is open again.</source>
        <translation>{}. Viene annullata anche la registrazione della visita, che torna aperta.</translation>
    </message>
    <message>
        <source>Wait for a report no longer</source>
        <translation>Non attendere più un referto</translation>
    </message>
</context>
<context>
    <name>DoneView</name>
    <message>
        <source>Undo the whole import</source>
        <translation>Annulla tutta l&apos;importazione</translation>
    </message>
    <message>
        <source>Write refused rows…</source>
        <translation>Scrivi righe respinte…</translation>
    </message>
    <message>
        <source>Row</source>
        <translation>Riga</translation>
    </message>
    <message>
        <source>Code</source>
        <translation>Codice</translation>
    </message>
    <message>
        <source>Patient</source>
        <translation>Paziente</translation>
    </message>
    <message>
        <source>Birth date</source>
        <translation>Nascita</translation>
    </message>
    <message>
        <source>Column</source>
        <translation>Colonna</translation>
    </message>
    <message>
        <source>Value</source>
        <translation>Valore</translation>
    </message>
    <message>
        <source>Why it did not come in</source>
        <translation>Perché non è entrata</translation>
    </message>
    <message>
        <source>Refused rows</source>
        <translation>Righe respinte</translation>
    </message>
    <message>
        <source>The same file once more changes nothing.</source>
        <translation>Lo stesso file una seconda volta non cambia nulla.</translation>
    </message>
    <message>
        <source>Corrected in a file of their own, with the reasons beside them, they come in again.</source>
        <translation>Corrette in un file a parte, con i motivi accanto, si possono reimportare.</translation>
    </message>
    <message>
        <source>They are in no file yet, and later they cannot be written. Leave once more to go.</source>
        <translation>Non sono ancora in alcun file e più tardi non si possono più scrivere. Per uscire comunque, uscire ancora una volta.</translation>
    </message>
    <message>
        <source>They are in {0}: corrected there, they come in again.</source>
        <translation>Sono in {0}: corrette lì, si possono reimportare.</translation>
    </message>
    <message>
        <source>The import was taken back</source>
        <translation>L&apos;importazione è stata annullata</translation>
    </message>
    <message>
        <source>Nothing of it is in the file.</source>
        <translation>Nulla di essa è nel file.</translation>
    </message>
    <message>
        <source>Taken back.</source>
        <translation>Annullata.</translation>
    </message>
    <message>
        <source>Taken in. Ctrl+Z takes it out again.</source>
        <translation>Importato. Ctrl+Z lo annulla.</translation>
    </message>
</context>
<context>
    <name>DoseSheet</name>
    <message>
        <source>Change of dose</source>
        <translation>Modifica della dose</translation>
    </message>
    <message>
        <source>Correct a change of dose</source>
        <translation>Correggere una modifica della dose</translation>
    </message>
    <message>
        <source>From day</source>
        <translation>Dal giorno</translation>
    </message>
    <message>
        <source>Dose as ordered</source>
        <translation>Dose prescritta</translation>
    </message>
    <message>
        <source>Unit</source>
        <translation>Unità di misura</translation>
    </message>
    <message>
        <source>Frequency</source>
        <translation>Frequenza</translation>
    </message>
    <message>
        <source>Times of day</source>
        <translation>Orari</translation>
    </message>
    <message>
        <source>Why</source>
        <translation>Perché</translation>
    </message>
    <message>
        <source>no dose recorded</source>
        <translation>nessuna dose registrata</translation>
    </message>
    <message>
        <source>Until then: {held} (given since {since})</source>
        <translation>Fino ad allora: {held} (in corso dal {since})</translation>
    </message>
    <message>
        <source>Take back</source>
        <translation>Annulla</translation>
    </message>
    <message>
        <source>Take back a change of dose</source>
        <translation>Annullare una modifica della dose</translation>
    </message>
</context>
<context>
    <name>DowntimeDesk</name>
    <message>
        <source>Folder for the downtime pack</source>
        <translation>Cartella del pacchetto di emergenza</translation>
    </message>
    <message>
        <source>The downtime pack is being written</source>
        <translation>Il pacchetto di emergenza è in preparazione</translation>
    </message>
    <message>
        <source>It needs its password: Ctrl+Shift+D asks for it.</source>
        <translation>Serve la password: Ctrl+Maiusc+D la chiede.</translation>
    </message>
    <message>
        <source>The downtime pack of this evening is not written yet.</source>
        <translation>Il pacchetto di emergenza di stasera non è ancora stato scritto.</translation>
    </message>
    <message>
        <source>It is tried again every {} minutes (Settings, Downtime pack).</source>
        <translation>Si riprova ogni {} minuti (Impostazioni, Pacchetto di emergenza).</translation>
    </message>
    <message>
        <source>1 page</source>
        <translation>1 pagina</translation>
    </message>
    <message>
        <source>{} pages</source>
        <translation>{} pagine</translation>
    </message>
    <message>
        <source>Downtime pack, {pages}: {path}</source>
        <translation>Pacchetto di emergenza, {pages}: {path}</translation>
    </message>
    <message>
        <source>from now on each evening at {} (Settings)</source>
        <translation>d’ora in poi ogni sera alle {} (Impostazioni)</translation>
    </message>
</context>
<context>
    <name>DowntimePanel</name>
    <message>
        <source>Downtime pack</source>
        <translation>Pacchetto di emergenza</translation>
    </message>
    <message>
        <source>for the open file, on this computer</source>
        <translation>per il file aperto, su questo computer</translation>
    </message>
    <message>
        <source>Worklist, contacts, the visits of 14 days and blank forms as one PDF: with it the ward works while the program is down. It holds names and telephones: choose a folder that only the unit can open.</source>
        <translation>Lista di lavoro, recapiti, visite di 14 giorni e moduli in bianco in un solo PDF: con esso il reparto lavora quando il programma non funziona. Contiene nomi e telefoni: scegliere una cartella che solo il centro può aprire.</translation>
    </message>
    <message>
        <source>Choose…</source>
        <translation>Scegli…</translation>
    </message>
    <message>
        <source>Show</source>
        <translation>Mostra</translation>
    </message>
    <message>
        <source>Write it each evening at</source>
        <translation>Scriverlo ogni sera alle</translation>
    </message>
    <message>
        <source>Time of the evening&apos;s downtime pack</source>
        <translation>Ora del pacchetto di emergenza serale</translation>
    </message>
    <message>
        <source>With a password, which is asked after each start and kept nowhere</source>
        <translation>Con una password, chiesta dopo ogni avvio e non conservata</translation>
    </message>
    <message>
        <source>Write now</source>
        <translation>Scrivi ora</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>Cartella</translation>
    </message>
    <message>
        <source>none chosen</source>
        <translation>nessuna scelta</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Interrompi</translation>
    </message>
    <message>
        <source>Open a data file first.</source>
        <translation>Aprire prima un file di dati.</translation>
    </message>
    <message>
        <source>The downtime pack is being written</source>
        <translation>Il pacchetto di emergenza è in preparazione</translation>
    </message>
    <message>
        <source>No pack has been written from this computer yet.</source>
        <translation>Da questo computer non è ancora stato scritto alcun pacchetto.</translation>
    </message>
    <message>
        <source>Downtime pack of {moment} in {folder}</source>
        <translation>Pacchetto di emergenza del {moment} in {folder}</translation>
    </message>
    <message>
        <source>a practice ward’s is written by key only</source>
        <translation>quello di un’esercitazione si scrive solo con il tasto</translation>
    </message>
    <message>
        <source>The next pack has a password: Ctrl+Shift+D writes it now</source>
        <translation>Il prossimo pacchetto avrà una password: Ctrl+Maiusc+D lo scrive ora</translation>
    </message>
</context>
<context>
    <name>DowntimePasswordDialog</name>
    <message>
        <source>Password of the downtime pack</source>
        <translation>Password del pacchetto di emergenza</translation>
    </message>
    <message>
        <source>The pack opens with this password alone. Write it down where the ward finds it while the computers are down.</source>
        <translation>Il pacchetto si apre solo con questa password. Annotarla dove il reparto la trova quando i computer non funzionano.</translation>
    </message>
    <message>
        <source>It is kept nowhere and asked again after the next start; if forgotten, take another one then.</source>
        <translation>Non è conservata e viene chiesta di nuovo dopo il prossimo avvio; se dimenticata, sceglierne allora un’altra.</translation>
    </message>
</context>
<context>
    <name>DrillSheet</name>
    <message>
        <source>Try it</source>
        <translation>Prova</translation>
    </message>
    <message>
        <source>Recovery drill</source>
        <translation>Prova di recupero</translation>
    </message>
    <message>
        <source>Recovery key, as it is printed</source>
        <translation>Chiave di recupero, come è stampata</translation>
    </message>
    <message>
        <source>Take the sealed page, type the key, seal the page again. That it opened goes on record.</source>
        <translation>Prendere il foglio sigillato, scrivere la chiave, sigillare di nuovo il foglio. Resta agli atti che la chiave apre.</translation>
    </message>
</context>
<context>
    <name>ElsewhereSheet</name>
    <message>
        <source>Done elsewhere</source>
        <translation>Eseguita altrove</translation>
    </message>
    <message>
        <source>Done on</source>
        <translation>Eseguita il</translation>
    </message>
    <message>
        <source>Where</source>
        <translation>Dove</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>Note</translation>
    </message>
    <message>
        <source>hospital or practice</source>
        <translation>ospedale o ambulatorio</translation>
    </message>
    <message>
        <source>The visit leaves the lists of visits. It stands under Reports awaited until its report arrives.</source>
        <translation>La visita esce dagli elenchi delle visite e resta tra i referti in attesa finché non arriva il referto.</translation>
    </message>
    <message>
        <source>Outside the window {}; write why in the note.</source>
        <translation>Fuori dalla finestra {}; scrivere il motivo nelle note.</translation>
    </message>
</context>
<context>
    <name>EncodingView</name>
    <message>
        <source>In which encoding was the file written?</source>
        <translation>In quale codifica è scritto il file?</translation>
    </message>
    <message>
        <source>names must read right</source>
        <translation>i nomi devono leggersi bene</translation>
    </message>
    <message>
        <source>Encoding</source>
        <translation>Codifica</translation>
    </message>
    <message>
        <source>Reads as</source>
        <translation>Si legge</translation>
    </message>
    <message>
        <source>Encodings</source>
        <translation>Codifiche</translation>
    </message>
</context>
<context>
    <name>EngraftmentLine</name>
    <message>
        <source>Engraftment</source>
        <translation>Attecchimento</translation>
    </message>
    <message>
        <source>below the limit again</source>
        <translation>di nuovo sotto il limite</translation>
    </message>
    <message>
        <source>counts say otherwise</source>
        <translation>i valori dicono altro</translation>
    </message>
    <message>
        <source>not confirmed</source>
        <translation>non confermato</translation>
    </message>
</context>
<context>
    <name>EngraftmentSheet</name>
    <message>
        <source>Engraftment</source>
        <translation>Attecchimento</translation>
    </message>
    <message>
        <source>Day 0 {}</source>
        <translation>Giorno 0 {}</translation>
    </message>
    <message>
        <source>Confirm for</source>
        <translation>Conferma per</translation>
    </message>
    <message>
        <source>Result</source>
        <translation>Esito</translation>
    </message>
    <message>
        <source>Day of engraftment</source>
        <translation>Giorno di attecchimento</translation>
    </message>
    <message>
        <source>Note, or why it is other than the counts say</source>
        <translation>Nota, o perché differisce dai valori</translation>
    </message>
    <message>
        <source>The confirmed value is what prints. The program proposes; a person decides.</source>
        <translation>Si stampa il valore confermato. Il programma propone, la decisione spetta a una persona.</translation>
    </message>
    <message>
        <source>Confirm</source>
        <translation>Conferma</translation>
    </message>
    <message>
        <source>Take back a confirmation</source>
        <translation>Annulla una conferma</translation>
    </message>
</context>
<context>
    <name>EpisodeWords</name>
    <message>
        <source>{} d</source>
        <translation>{} g</translation>
    </message>
    <message>
        <source>{0}, {1} of them at grade 3 or higher</source>
        <translation>{0}, di cui {1} di grado 3 o superiore</translation>
    </message>
    <message>
        <source>{0} (v{1})</source>
        <translation>{0} (v{1})</translation>
    </message>
    <message>
        <source>, serious</source>
        <translation>, seria</translation>
    </message>
    <message>
        <source>, above baseline</source>
        <translation>, oltre il basale</translation>
    </message>
    <message>
        <source>nothing recorded {0} to {1}</source>
        <translation>nessuna registrazione dal {0} al {1}</translation>
    </message>
    <message>
        <source>Grade {0} from {1}</source>
        <translation>Grado {0} dal {1}</translation>
    </message>
</context>
<context>
    <name>ErrorStrip</name>
    <message>
        <source>Close the message</source>
        <translation>Chiudi il messaggio</translation>
    </message>
</context>
<context>
    <name>ExportDesk</name>
    <message>
        <source>Export written to {}</source>
        <translation>Esportazione scritta in {}</translation>
    </message>
    <message>
        <source>The export failed. Nothing was written.</source>
        <translation>L’esportazione non è riuscita. Non è stato scritto nulla.</translation>
    </message>
    <message>
        <source>Cancelled. Nothing was written.</source>
        <translation>Annullata. Non è stato scritto nulla.</translation>
    </message>
</context>
<context>
    <name>ExportSheet</name>
    <message>
        <source>Leave</source>
        <translation>Esci</translation>
    </message>
    <message>
        <source>Save as…</source>
        <translation>Salva…</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Annulla</translation>
    </message>
    <message>
        <source>What leaves the program</source>
        <translation>Che cosa esce dal programma</translation>
    </message>
    <message>
        <source>Tables</source>
        <translation>Tabelle</translation>
    </message>
    <message>
        <source>Analysis set</source>
        <translation>Set per l’analisi</translation>
    </message>
    <message>
        <source>Complete copy</source>
        <translation>Copia completa</translation>
    </message>
    <message>
        <source>Purpose</source>
        <translation>Scopo</translation>
    </message>
    <message>
        <source>Patients appear</source>
        <translation>I pazienti compaiono</translation>
    </message>
    <message>
        <source>With pseudonyms</source>
        <translation>Con pseudonimi</translation>
    </message>
    <message>
        <source>With identity</source>
        <translation>Con identità</translation>
    </message>
    <message>
        <source>Why identity is needed</source>
        <translation>Perché serve l’identità</translation>
    </message>
    <message>
        <source>File</source>
        <translation>File</translation>
    </message>
    <message>
        <source>Dates as days from the first Day 0</source>
        <translation>Date come giorni dal primo giorno 0</translation>
    </message>
    <message>
        <source>Records</source>
        <translation>Registrazioni</translation>
    </message>
    <message>
        <source>Rows</source>
        <translation>Righe</translation>
    </message>
    <message>
        <source>All records</source>
        <translation>Tutte le registrazioni</translation>
    </message>
    <message>
        <source>Earlier exports</source>
        <translation>Esportazioni precedenti</translation>
    </message>
    <message>
        <source>with identity</source>
        <translation>con identità</translation>
    </message>
    <message>
        <source>with pseudonyms</source>
        <translation>con pseudonimi</translation>
    </message>
    <message>
        <source>Say why identity is needed: the change log keeps it.</source>
        <translation>Indicare perché serve l’identità: il registro delle modifiche lo conserva.</translation>
    </message>
    <message>
        <source>Tick what shall leave the program.</source>
        <translation>Spuntare che cosa deve uscire dal programma.</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>Esportazione</translation>
    </message>
    <message>
        <source>nothing is ticked</source>
        <translation>nulla è spuntato</translation>
    </message>
    <message>
        <source>Codes, names, contacts and free texts leave the program.</source>
        <translation>Codici, nomi, contatti e testi liberi escono dal programma.</translation>
    </message>
    <message>
        <source>The change log keeps who exported them, when and why.</source>
        <translation>Il registro delle modifiche conserva chi li ha esportati, quando e perché.</translation>
    </message>
    <message>
        <source>Nobody is chosen as working.</source>
        <translation>Non è stato scelto chi sta lavorando.</translation>
    </message>
    <message>
        <source>{name} works now: {role}.</source>
        <translation>Ora lavora {name}: {role}.</translation>
    </message>
    <message>
        <source>Identities are exported by a physician or the data manager.</source>
        <translation>L’identità è esportata da un medico o dal data manager.</translation>
    </message>
    <message>
        <source>Pseudonyms stay the same in every export of this file. Names, contacts, staff and free texts are left out; the birth date becomes the age at Day 0. Of words typed by hand, such as drugs and organisms, only those stay that a list of the program has.</source>
        <translation>Gli pseudonimi restano gli stessi in ogni esportazione di questo archivio. Nomi, contatti, personale e testi liberi sono esclusi; la data di nascita diventa l’età al giorno 0. Delle parole scritte a mano, come farmaci e microrganismi, restano solo quelle presenti in un elenco del programma.</translation>
    </message>
    <message>
        <source>One row for each patient (disease, baseline, regimen, engraftment, worst grades, outcomes) and long tables beside it, as CSV for pandas or R with a dictionary. Patients appear under their pseudonyms.</source>
        <translation>Una riga per ogni paziente (malattia, basale, regime, attecchimento, gradi peggiori, esiti) e accanto le tabelle lunghe, in CSV per pandas o R con un dizionario. I pazienti compaiono con i loro pseudonimi.</translation>
    </message>
    <message>
        <source>Every table and field with change log and documents, as JSON lines that any program can read. Taken into an empty file it gives the same file again.</source>
        <translation>Ogni tabella e ogni campo, con il registro delle modifiche e i documenti, come JSON lines leggibili da qualunque programma. Importata in un archivio vuoto ridà lo stesso archivio.</translation>
    </message>
    <message>
        <source>Excel workbooks (*{})</source>
        <translation>Cartelle di lavoro Excel (*{})</translation>
    </message>
    <message>
        <source>Save export</source>
        <translation>Salva l’esportazione</translation>
    </message>
    <message>
        <source>Folder in which the export gets its own folder</source>
        <translation>Cartella in cui l’esportazione avrà una cartella propria</translation>
    </message>
    <message>
        <source>The tables are being written.</source>
        <translation>Scrittura delle tabelle in corso.</translation>
    </message>
    <message>
        <source>Written: {}</source>
        <translation>Scritto: {}</translation>
    </message>
</context>
<context>
    <name>FertilitySheet</name>
    <message>
        <source>Fertility, pregnancy</source>
        <translation>Fertilità, gravidanza</translation>
    </message>
    <message>
        <source>Revise fertility record</source>
        <translation>Modifica registrazione sulla fertilità</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>Tipo</translation>
    </message>
    <message>
        <source>On</source>
        <translation>Data</translation>
    </message>
    <message>
        <source>Answer or method</source>
        <translation>Risposta o metodo</translation>
    </message>
    <message>
        <source>Ended on</source>
        <translation>Fine</translation>
    </message>
    <message>
        <source>Outcome</source>
        <translation>Esito</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>Nota</translation>
    </message>
    <message>
        <source>going on</source>
        <translation>in corso</translation>
    </message>
    <message>
        <source>Began, or found, on</source>
        <translation>Inizio o riscontro il</translation>
    </message>
    <message>
        <source>Take back a fertility record</source>
        <translation>Annulla una registrazione sulla fertilità</translation>
    </message>
</context>
<context>
    <name>FieldHistoryPanel</name>
    <message>
        <source>Field history</source>
        <translation>Storia del campo</translation>
    </message>
</context>
<context>
    <name>FieldHistorySheet</name>
    <message>
        <source>Field history</source>
        <translation>Storia del campo</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Chiudi</translation>
    </message>
</context>
<context>
    <name>FieldKey</name>
    <message>
        <source>This record has no history yet: it is new.</source>
        <translation>Questa registrazione è nuova: non ha ancora una storia.</translation>
    </message>
    <message>
        <source>This field is kept in several parts: see the History of the patient (Alt+0).</source>
        <translation>Questo campo è conservato in più parti: vedere la Cronologia del paziente (Alt+0).</translation>
    </message>
</context>
<context>
    <name>FieldPopup</name>
    <message>
        <source>Field history</source>
        <translation>Storia del campo</translation>
    </message>
</context>
<context>
    <name>FieldVersions</name>
    <message>
        <source>Choose a line: its field&apos;s versions stand here.</source>
        <translation>Scegliere una riga: qui stanno le versioni del suo campo.</translation>
    </message>
</context>
<context>
    <name>FilterLine</name>
    <message>
        <source>Show all rows</source>
        <translation>Mostra tutte le righe</translation>
    </message>
    <message>
        <source>Filter: {name}, {shown} of {total} rows</source>
        <translation>Filtro: {name}, {shown} righe su {total}</translation>
    </message>
    <message>
        <source>Filters</source>
        <translation>Filtri</translation>
    </message>
    <message>
        <source>New filter…</source>
        <translation>Nuovo filtro…</translation>
    </message>
    <message>
        <source>Change…</source>
        <translation>Modifica…</translation>
    </message>
</context>
<context>
    <name>FilterPanel</name>
    <message>
        <source>Filters</source>
        <translation>Filtri</translation>
    </message>
    <message>
        <source>New filter…</source>
        <translation>Nuovo filtro…</translation>
    </message>
    <message>
        <source>Change…</source>
        <translation>Modifica…</translation>
    </message>
</context>
<context>
    <name>FilterSheet</name>
    <message>
        <source>New filter</source>
        <translation>Nuovo filtro</translation>
    </message>
    <message>
        <source>Filter</source>
        <translation>Filtro</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Nome</translation>
    </message>
    <message>
        <source>Who sees it</source>
        <translation>Chi lo vede</translation>
    </message>
    <message>
        <source>Disease</source>
        <translation>Malattia</translation>
    </message>
    <message>
        <source>Protocol</source>
        <translation>Protocollo</translation>
    </message>
    <message>
        <source>Responsible nurse</source>
        <translation>Infermiere responsabile</translation>
    </message>
    <message>
        <source>Year of the transplant</source>
        <translation>Anno del trapianto</translation>
    </message>
    <message>
        <source>Tags</source>
        <translation>Etichette</translation>
    </message>
    <message>
        <source>The list shows who has one of the chosen values in each line. A line without a choice is ignored.</source>
        <translation>L’elenco mostra chi ha, in ogni riga, uno dei valori scelti. Le righe senza scelte non contano.</translation>
    </message>
    <message>
        <source>The unit</source>
        <translation>Il reparto</translation>
    </message>
    <message>
        <source>Only me</source>
        <translation>Solo io</translation>
    </message>
    <message>
        <source>Whoever looks</source>
        <translation>Chi consulta</translation>
    </message>
    <message>
        <source>Delete this filter</source>
        <translation>Elimina questo filtro</translation>
    </message>
    <message>
        <source>deleted by hand</source>
        <translation>eliminato manualmente</translation>
    </message>
</context>
<context>
    <name>Finder</name>
    <message>
        <source>Nothing of that name: other letters, or Down for the whole list.</source>
        <translation>Nessuna voce con questo nome: altre lettere, oppure Giù per l&apos;elenco intero.</translation>
    </message>
</context>
<context>
    <name>FlowsheetBar</name>
    <message>
        <source>Panel</source>
        <translation>Pannello</translation>
    </message>
    <message>
        <source>Go to Day 0</source>
        <translation>Al giorno 0</translation>
    </message>
    <message>
        <source>Today</source>
        <translation>Oggi</translation>
    </message>
    <message>
        <source>Print</source>
        <translation>Stampa</translation>
    </message>
</context>
<context>
    <name>FlowsheetModel</name>
    <message>
        <source>As typed: {value}</source>
        <translation>Come digitato: {value}</translation>
    </message>
    <message>
        <source>empty</source>
        <translation>vuoto</translation>
    </message>
    <message>
        <source>grade {}</source>
        <translation>grado {}</translation>
    </message>
    <message>
        <source>expected in aplasia</source>
        <translation>atteso in aplasia</translation>
    </message>
    <message>
        <source>not seen yet</source>
        <translation>non ancora visto</translation>
    </message>
    <message>
        <source>from the visit</source>
        <translation>dalla visita</translation>
    </message>
</context>
<context>
    <name>FlowsheetTab</name>
    <message>
        <source>Table</source>
        <translation>Tabella</translation>
    </message>
    <message>
        <source>Trend</source>
        <translation>Andamento</translation>
    </message>
    <message>
        <source>Table or trend</source>
        <translation>Tabella o andamento</translation>
    </message>
    <message>
        <source>Day {first} to {last}</source>
        <translation>Giorno {first} a {last}</translation>
    </message>
</context>
<context>
    <name>FlowsheetView</name>
    <message>
        <source>Flowsheet</source>
        <translation>Tabella di laboratorio</translation>
    </message>
</context>
<context>
    <name>FormChips</name>
    <message>
        <source>Transplant</source>
        <translation>Trapianto</translation>
    </message>
    <message>
        <source>Registry forms</source>
        <translation>Schede per il registro</translation>
    </message>
    <message>
        <source>{0}, Day 0 {1}</source>
        <translation>{0}, giorno 0 {1}</translation>
    </message>
    <message>
        <source>Year {}</source>
        <translation>Anno {}</translation>
    </message>
    <message>
        <source>▲ {}: changed since</source>
        <translation>▲ {}: modificata dopo</translation>
    </message>
    <message>
        <source>✓ {}: typed in</source>
        <translation>✓ {}: inserita</translation>
    </message>
    <message>
        <source>▲ {}: to be typed in</source>
        <translation>▲ {}: da inserire</translation>
    </message>
    <message>
        <source>{0}: from {1}</source>
        <translation>{0}: dal {1}</translation>
    </message>
    <message>
        <source>Key {}</source>
        <translation>Tasto {}</translation>
    </message>
</context>
<context>
    <name>FrontFacts</name>
    <message>
        <source>locked: file encrypted, key removed</source>
        <translation>bloccato: file cifrato, chiave rimossa</translation>
    </message>
    <message>
        <source>No proven backup known here</source>
        <translation>Nessuna copia provata nota qui</translation>
    </message>
    <message>
        <source>it is looked for after unlocking</source>
        <translation>si cerca dopo lo sblocco</translation>
    </message>
    <message>
        <source>Backup proven {}</source>
        <translation>Copia provata {}</translation>
    </message>
    <message>
        <source>restore proven {}</source>
        <translation>ripristino provato {}</translation>
    </message>
    <message>
        <source>Log verified up to entry {}</source>
        <translation>Registro verificato fino alla voce {}</translation>
    </message>
    <message>
        <source>chain intact</source>
        <translation>catena integra</translation>
    </message>
    <message>
        <source>The log does not hold at entry {}</source>
        <translation>Il registro non regge alla voce {}</translation>
    </message>
    <message>
        <source>ask who administers the file</source>
        <translation>chiedere a chi amministra il file</translation>
    </message>
    <message>
        <source>Log not verified here yet</source>
        <translation>Registro non ancora verificato qui</translation>
    </message>
    <message>
        <source>it is checked after unlocking</source>
        <translation>si controlla dopo lo sblocco</translation>
    </message>
    <message>
        <source>Plans appointments, records, prints</source>
        <translation>Programma gli appuntamenti, registra, stampa</translation>
    </message>
    <message>
        <source>prescribes no doses and makes no diagnosis; a person decides</source>
        <translation>non prescrive dosi e non fa diagnosi; decide una persona</translation>
    </message>
    <message>
        <source>just now</source>
        <translation>poco fa</translation>
    </message>
    <message>
        <source>{} minutes ago</source>
        <translation>{} minuti fa</translation>
    </message>
    <message>
        <source>{} hours ago</source>
        <translation>{} ore fa</translation>
    </message>
    <message>
        <source>{} days ago</source>
        <translation>{} giorni fa</translation>
    </message>
</context>
<context>
    <name>FrontStatus</name>
    <message>
        <source>Another file…</source>
        <translation>Un altro file…</translation>
    </message>
    <message>
        <source>New file…</source>
        <translation>Nuovo file…</translation>
    </message>
</context>
<context>
    <name>GivenPanel</name>
    <message>
        <source>Dose</source>
        <translation>Dose</translation>
    </message>
    <message>
        <source>Given</source>
        <translation>Somministrata</translation>
    </message>
    <message>
        <source>Month</source>
        <translation>Mese</translation>
    </message>
    <message>
        <source>Product</source>
        <translation>Prodotto</translation>
    </message>
    <message>
        <source>Lot</source>
        <translation>Lotto</translation>
    </message>
    <message>
        <source>Site</source>
        <translation>Sede</translation>
    </message>
    <message>
        <source>By</source>
        <translation>Da</translation>
    </message>
    <message>
        <source>Doses given</source>
        <translation>Dosi somministrate</translation>
    </message>
    <message>
        <source>No dose is recorded.</source>
        <translation>Nessuna dose registrata.</translation>
    </message>
    <message>
        <source>Revise dose</source>
        <translation>Modificare la dose</translation>
    </message>
    <message>
        <source>Take back dose</source>
        <translation>Annullare la dose</translation>
    </message>
    <message>
        <source>Plan</source>
        <translation>Pianificare</translation>
    </message>
    <message>
        <source>Leave out</source>
        <translation>Escludere</translation>
    </message>
    <message>
        <source>Record dose {}</source>
        <translation>Registrare dose {}</translation>
    </message>
    <message>
        <source>Record a dose</source>
        <translation>Registrare una dose</translation>
    </message>
</context>
<context>
    <name>GivenSheet</name>
    <message>
        <source>Conditioning on a day</source>
        <translation>Condizionamento di un giorno</translation>
    </message>
    <message>
        <source>Drug</source>
        <translation>Farmaco</translation>
    </message>
    <message>
        <source>Given on</source>
        <translation>Somministrato il</translation>
    </message>
    <message>
        <source>What was done</source>
        <translation>Che cosa è stato fatto</translation>
    </message>
    <message>
        <source>Dose as given</source>
        <translation>Dose somministrata</translation>
    </message>
    <message>
        <source>as written on the chart; empty: as the regimen has it</source>
        <translation>come scritta in cartella; vuoto: come da regime</translation>
    </message>
    <message>
        <source>Reason or note</source>
        <translation>Motivo o nota</translation>
    </message>
    <message>
        <source>As the regimen describes it</source>
        <translation>Come lo descrive il regime</translation>
    </message>
</context>
<context>
    <name>GradeBadge</name>
    <message>
        <source>Grade {}</source>
        <translation>Grado {}</translation>
    </message>
</context>
<context>
    <name>GradeCourse</name>
    <message>
        <source>Add a change of grade</source>
        <translation>Aggiungi un cambio di grado</translation>
    </message>
</context>
<context>
    <name>GradePicker</name>
    <message>
        <source>NCI wording in full</source>
        <translation>Testo NCI completo</translation>
    </message>
    <message>
        <source>NCI wording in one line</source>
        <translation>Testo NCI su una riga</translation>
    </message>
</context>
<context>
    <name>GradeStepRow</name>
    <message>
        <source>Then grade</source>
        <translation>Poi grado</translation>
    </message>
    <message>
        <source>From</source>
        <translation>Dal</translation>
    </message>
    <message>
        <source>Remove this change</source>
        <translation>Togli questo cambio</translation>
    </message>
</context>
<context>
    <name>GridModel</name>
    <message>
        <source>missing</source>
        <translation>manca</translation>
    </message>
    <message>
        <source>The record has {0}, the file {1}. The record stays unless the file is chosen.</source>
        <translation>La cartella ha {0}, il file {1}. Resta la cartella, a meno che non si scelga il file.</translation>
    </message>
    <message>
        <source>The record has {0}, the file {1}. The file was chosen.</source>
        <translation>La cartella ha {0}, il file {1}. È stato scelto il file.</translation>
    </message>
</context>
<context>
    <name>HandoverPage</name>
    <message>
        <source>Last 12 hours</source>
        <translation>Ultime 12 ore</translation>
    </message>
    <message>
        <source>Since 7:00</source>
        <translation>Dalle 7:00</translation>
    </message>
    <message>
        <source>Since yesterday</source>
        <translation>Da ieri</translation>
    </message>
    <message>
        <source>Since …</source>
        <translation>Da …</translation>
    </message>
    <message>
        <source>Since when</source>
        <translation>Da quando</translation>
    </message>
    <message>
        <source>07:00 or 2026-11-20</source>
        <translation>07:00 o 2026-11-20</translation>
    </message>
    <message>
        <source>When</source>
        <translation>Quando</translation>
    </message>
    <message>
        <source>Who</source>
        <translation>Chi</translation>
    </message>
    <message>
        <source>What changed</source>
        <translation>Che cosa è cambiato</translation>
    </message>
    <message>
        <source>Shift handover</source>
        <translation>Consegne di turno</translation>
    </message>
    <message>
        <source>Print handover</source>
        <translation>Stampa consegne</translation>
    </message>
    <message>
        <source>{since} to {until}</source>
        <translation>dal {since} al {until}</translation>
    </message>
    <message>
        <source>Nothing was changed in this time, and nothing is to do.</source>
        <translation>Nessuna modifica in questo periodo e niente da fare.</translation>
    </message>
    <message>
        <source>The ward</source>
        <translation>Reparto</translation>
    </message>
    <message>
        <source>Open tasks, due by tomorrow</source>
        <translation>Attività da fare entro domani</translation>
    </message>
    <message>
        <source>{} overdue</source>
        <translation>{} scaduta</translation>
    </message>
    <message>
        <source>The unit</source>
        <translation>Il reparto</translation>
    </message>
    <message>
        <source>To try to reach again, by tomorrow</source>
        <translation>Da ricontattare entro domani</translation>
    </message>
</context>
<context>
    <name>Help</name>
    <message>
        <source>Two patients with one name: how they are told apart</source>
        <translation>Due pazienti omonimi: come distinguerli</translation>
    </message>
    <message>
        <source>A mark with two bars stands after the name wherever two patients share it. Every list and every title also shows the birth date and the code. Compare both before you record anything.</source>
        <translation>Un segno con due barre segue il nome quando due pazienti sono omonimi. Ogni lista e ogni titolo mostrano anche la data di nascita e il codice. Confrontare entrambi prima di registrare.</translation>
    </message>
    <message>
        <source>Dates: what you may type</source>
        <translation>Date: che cosa si può scrivere</translation>
    </message>
    <message>
        <source>t is today, +3 in three days, -1w a week ago, fri the next Friday, d+100 the hundredth day after infusion, 12/3 the twelfth of March nearest to today. What was understood stands below the field.</source>
        <translation>o è oggi, +3 fra tre giorni, -1w una settimana fa, ven il prossimo venerdì, g+100 il centesimo giorno dopo l’infusione, 12/3 il dodici marzo più vicino a oggi. Sotto il campo sta scritto che cosa è stato capito.</translation>
    </message>
    <message>
        <source>When a visit is late</source>
        <translation>Quando una visita è in ritardo</translation>
    </message>
    <message>
        <source>A visit is late when its window has closed or its booked day has passed without a record. It stays under Late until it is recorded, booked anew, or marked as missed or cancelled.</source>
        <translation>Una visita è in ritardo quando la sua finestra è chiusa o il giorno prenotato è passato senza registrazione. Resta in «In ritardo» finché non viene registrata, prenotata di nuovo, segnata come mancata o disdetta.</translation>
    </message>
    <message>
        <source>Closed days and clinic days</source>
        <translation>Giorni di chiusura e di ambulatorio</translation>
    </message>
    <message>
        <source>Closed weekdays, public holidays and the unit&apos;s own closed days are set in Settings. They are hatched on rulers, and a target on a closed day proposes the nearest open day of its window. A closed day can be booked all the same.</source>
        <translation>I giorni settimanali di chiusura, le festività e le chiusure del centro si indicano nelle Impostazioni. Sono tratteggiati sui righelli; se la data prevista cade in un giorno di chiusura, viene proposto il giorno di apertura più vicino nella finestra. Un giorno di chiusura si può comunque prenotare.</translation>
    </message>
    <message>
        <source>Agenda: keys and signs</source>
        <translation>Agenda: tasti e simboli</translation>
    </message>
    <message>
        <source>Arrows go from day to day, Page Up and Page Down to another month or week, T to today, V from month to week and back. Enter goes into the chosen day, Enter there opens the patient, Esc goes back. B books a window that is open on that day. A bar is a window without a booking, its tick the target. The squares are the day&apos;s places. What has no room is counted: n more. Ctrl+P prints what is shown.</source>
        <translation>Le frecce passano da un giorno all’altro, Pag su e Pag giù a un altro mese o a un’altra settimana, T a oggi, V dal mese alla settimana e viceversa. Invio entra nel giorno scelto, Invio qui apre il paziente, Esc torna indietro. B prenota una finestra aperta in quel giorno. Una barra è una finestra senza prenotazione, la tacca è la data prevista. I quadratini sono i posti del giorno. Ciò che non ha spazio viene contato: altre n. Ctrl+P stampa ciò che è mostrato.</translation>
    </message>
    <message>
        <source>calendar month week windows load places</source>
        <translation>calendario mese settimana finestre carico posti</translation>
    </message>
    <message>
        <source>Taking back an entry</source>
        <translation>Annullare una registrazione</translation>
    </message>
    <message>
        <source>Ctrl+Z takes back your last entry by a counter-entry; nothing is deleted. Inside a changed field Ctrl+Z takes back the typing.</source>
        <translation>Ctrl+Z annulla la propria ultima registrazione con una registrazione contraria; nulla viene cancellato. In un campo modificato Ctrl+Z annulla ciò che si è scritto.</translation>
    </message>
    <message>
        <source>Vaccines: keys and signs</source>
        <translation>Vaccini: tasti e segni</translation>
    </message>
    <message>
        <source>On the Vaccines tab a row is a series on the months from Day 0: green discs were given, a blue one is due in its bar, rings are planned, a cross in a dashed ring does not count. Enter or U records the next dose, Plus plans a series that asks, Minus leaves it out with a reason. Tab leads to the doses: Enter revises, Delete takes back. A live vaccine is held until every condition below is met. Ctrl+P prints the plan for the GP.</source>
        <translation>Nella scheda Vaccini ogni riga è un ciclo sui mesi dal giorno 0: i dischi verdi sono dosi somministrate, quello blu è da fare nella sua barra, gli anelli sono previsti, una croce in un anello tratteggiato non vale. Invio o U registra la dose successiva, Più pianifica un ciclo da decidere, Meno lo esclude con un motivo. Tab porta alle dosi: Invio modifica, Canc annulla. Un vaccino vivo resta sospeso finché ogni condizione in basso è soddisfatta. Ctrl+P stampa il piano per il medico curante.</translation>
    </message>
    <message>
        <source>vaccination dose immunisation live held</source>
        <translation>vaccinazione dose immunizzazione vivo sospeso</translation>
    </message>
    <message>
        <source>Flowsheet: keys and signs</source>
        <translation>Tabella di laboratorio: tasti e segni</translation>
    </message>
    <message>
        <source>O opens the patient&apos;s flowsheet in today&apos;s column. Start to type; Enter saves and goes down, Tab right, arrows anywhere, Ctrl+Right and Ctrl+Left to the next filled cell, Esc gives up. Backspace mends a value, Delete takes the marked ones back, F2 shows rule, range and versions. Ctrl+T sets day, time and laboratory of a sample. Ctrl+V takes a block of a table or of a printout, whole or not at all. Page Up and Page Down turn to other days. An arrow is a value outside the range, a box its grade (pale: expected in aplasia), a corner waits to be seen.</source>
        <translation>O apre gli esami del paziente nella colonna di oggi. Si comincia a scrivere; Invio salva e scende, Tab va a destra, le frecce ovunque, Ctrl+Destra e Ctrl+Sinistra alla prossima cella piena, Esc rinuncia. Backspace corregge un valore, Canc ritira quelli evidenziati, F2 mostra regola, intervallo e versioni. Ctrl+T imposta giorno, ora e laboratorio di un prelievo. Ctrl+V acquisisce un blocco di una tabella o di un referto, tutto o niente. Pag su e Pag giù passano ad altri giorni. Una freccia è un valore fuori intervallo, un riquadro il suo grado (pallido: atteso in aplasia), un angolo attende di essere visto.</translation>
    </message>
    <message>
        <source>laboratory values blood count results paste grid</source>
        <translation>laboratorio valori emocromo esami incolla griglia</translation>
    </message>
    <message>
        <source>Monitoring strips: who has a hole this week</source>
        <translation>Strisce di monitoraggio: a chi manca un esame questa settimana</translation>
    </message>
    <message>
        <source>Ctrl+Shift+W shows the strips of the unit, Shift+W those with the mark on the patient. Each square is a week, month or year in which the protocol asks for the test; a cross is a hole. 1 to 9, [ and ] choose the test, Right goes to the square that asks for something, Enter opens its result or says why there is none; Tab goes to all tests of the patient, Ctrl+P prints.</source>
        <translation>Ctrl+Maiusc+W mostra le strisce del centro, Maiusc+W quelle con il paziente evidenziato. Ogni quadrato è una settimana, un mese o un anno in cui il protocollo richiede l&apos;esame; una croce è un esame mancante. Da 1 a 9, [ e ] scelgono l&apos;esame, Destra va al quadrato che chiede qualcosa, Invio apre il risultato o dice perché manca; Tab passa a tutti gli esami del paziente, Ctrl+P stampa.</translation>
    </message>
    <message>
        <source>PCR weekly missed squares serial tests</source>
        <translation>PCR settimanale mancanti quadrati esami seriali</translation>
    </message>
    <message>
        <source>Who leaves the lists</source>
        <translation>Chi esce dalle liste</translation>
    </message>
    <message>
        <source>Backups: when they are made, and how you know that they hold</source>
        <translation>Copie di sicurezza: quando si fanno e come si sa che valgono</translation>
    </message>
    <message>
        <source>A backup is made at the start, at lock, at exit, every 30 minutes while anything changes, and with Ctrl+B. Each one is opened and counted at once; once a month one is restored for trial. The foot of the window says how old the last proof is: yellow after one day, red after three. A second place, such as a stick, keeps them when this computer is lost (Settings, Backup).</source>
        <translation>Una copia si fa all&apos;avvio, al blocco, all&apos;uscita, ogni 30 minuti finché qualcosa cambia, e con Ctrl+B. Ognuna viene subito aperta e contata; una volta al mese se ne ripristina una per prova. Il piede della finestra dice quanto è vecchia l&apos;ultima prova: giallo dopo un giorno, rosso dopo tre. Un secondo luogo, come una chiavetta, le conserva se si perde questo computer (Impostazioni, Copie).</translation>
    </message>
    <message>
        <source>copy stick share proof drill safe</source>
        <translation>backup copia chiavetta rete prova sicurezza</translation>
    </message>
    <message>
        <source>Restore: go back to a backup</source>
        <translation>Ripristino: tornare a una copia</translation>
    </message>
    <message>
        <source>Settings, Backup: choose one with the arrows and press Enter. The sheet shows what is in it and what would leave the file. Type the words it asks for, choose the reason, press Restore. The file of before stays beside the new one. Only an administrator may restore.</source>
        <translation>Impostazioni, Copie: sceglierne una con le frecce e premere Invio. La scheda mostra che cosa contiene e che cosa uscirebbe dal file. Scrivere le parole richieste, scegliere il motivo, premere Ripristina. Il file di prima resta accanto al nuovo. Solo un amministratore può ripristinare.</translation>
    </message>
    <message>
        <source>damaged lost wrong import go back yesterday</source>
        <translation>danneggiato perso importazione sbagliata tornare indietro ieri</translation>
    </message>
    <message>
        <source>The old spreadsheet: bringing it in</source>
        <translation>Il vecchio foglio di calcolo: come importarlo</translation>
    </message>
    <message>
        <source>Ctrl+Shift+I reads CSV, XLSX, XLS or ODS. What each column means is recognised or asked (F7, digits answer, Enter opens a column), and the answers are remembered for the next file with the same heads; under a name they are a file that can be given away. Every row is counted before anything is saved: F8 goes to the next problem, F2 types over a cell, Delete puts it back, Ctrl+Z takes back the last decision. Where record and file differ, the record stays unless you choose the file. Ctrl+Enter shows the first Today, then takes all in as one step that one undo takes out. Refused rows go to a file with the reasons beside them: correct it there and import it again. Rows that are recorded already are never doubled.</source>
        <translation>Ctrl+Shift+I legge CSV, XLSX, XLS o ODS. Il significato di ogni colonna è riconosciuto o chiesto (F7; le cifre rispondono, Invio apre una colonna) e le risposte sono ricordate per il prossimo file con le stesse intestazioni; con un nome sono un file che si può dare ad altri. Ogni riga è contata prima che qualcosa sia salvato: F8 va al problema successivo, F2 corregge una cella, Canc la rimette com&apos;era, Ctrl+Z annulla l&apos;ultima decisione. Dove scheda e file differiscono resta la scheda, a meno che si scelga il file. Ctrl+Invio mostra il primo Oggi, poi importa tutto in un solo passo, che un solo annulla toglie. Le righe respinte vanno in un file con i motivi accanto: correggerlo e reimportarlo. Le righe già registrate non sono mai raddoppiate.</translation>
    </message>
    <message>
        <source>import assistant Excel CSV mapping columns dry run refused template dates</source>
        <translation>importare assistente Excel CSV mappatura colonne prova righe respinte modello date</translation>
    </message>
    <message>
        <source>Tables for Excel, R or pandas</source>
        <translation>Tabelle per Excel, R o pandas</translation>
    </message>
    <message>
        <source>Ctrl+Shift+E writes the ticked records as one Excel workbook, or as a folder of CSV or JSON lines, always with a dictionary of fields and codes. Patients appear under pseudonyms that stay the same in every export of this file; on wish dates become days from Day 0. Names, codes and contacts leave the program only by a physician or the data manager, with a reason. The change log keeps every export. In CSV a text that a spreadsheet would compute has an apostrophe before it; numbers never have.</source>
        <translation>Ctrl+Shift+E scrive le registrazioni spuntate in una cartella di lavoro Excel, oppure in una cartella di file CSV o JSON lines, sempre con il dizionario dei campi e dei codici. I pazienti compaiono sotto pseudonimi, gli stessi in ogni esportazione di questo archivio; a richiesta le date diventano giorni dal giorno 0. Nomi, codici e contatti escono dal programma solo per mano di un medico o del data manager, con un motivo. Il registro delle modifiche conserva ogni esportazione. Nel CSV un testo che un foglio di calcolo calcolerebbe ha un apostrofo davanti; i numeri mai.</translation>
    </message>
    <message>
        <source>export data dictionary pseudonym statistics research</source>
        <translation>esportare dizionario dei dati pseudonimo statistica ricerca</translation>
    </message>
    <message>
        <source>Working without the program: the downtime pack</source>
        <translation>Lavorare senza il programma: il pacchetto di emergenza</translation>
    </message>
    <message>
        <source>emergency failure power cut paper blank forms type back evening</source>
        <translation>emergenza guasto corrente carta moduli in bianco inserire sera</translation>
    </message>
    <message>
        <source>Patients who died, were transferred, withdrew or were lost leave every list at once. All of them stay in Patients. Every followed patient without a coming visit is under No next visit.</source>
        <translation>I pazienti deceduti, trasferiti, ritirati o persi al follow-up escono subito da ogni lista. Restano tutti in Pazienti. Ogni paziente seguito senza una visita futura sta in «Senza prossima visita».</translation>
    </message>
    <message>
        <source>Care plan: who does what until when</source>
        <translation>Piano di cura: chi fa che cosa entro quando</translation>
    </message>
    <message>
        <source>Shift+K shows it on a patient&apos;s page, derived from all that is recorded. Enter changes a line, Insert adds one, Delete leaves one out or puts it back, Alt+Up and Alt+Down move it. What a person changed is bold and says so; the record&apos;s own words stand below. Ctrl+P prints one page.</source>
        <translation>Maiusc+K lo mostra nella pagina del paziente, ricavato da tutto ciò che è registrato. Invio modifica una riga, Ins ne aggiunge una, Canc la esclude o la ripristina, Alt+Su e Alt+Giù la spostano. Ciò che una persona ha modificato è in grassetto e lo dice; sotto restano le parole dei dati. Ctrl+P stampa una pagina.</translation>
    </message>
    <message>
        <source>unit GP neurologist patient duties</source>
        <translation>centro medico curante neurologo paziente compiti</translation>
    </message>
    <message>
        <source>Immune reconstitution: what is back, what is behind</source>
        <translation>Ricostituzione immunologica: che cosa è recuperato, che cosa è in ritardo</translation>
    </message>
    <message>
        <source>Shift+I shows each part along the months from Day 0. Shaded are the months in which it is expected back; a check mark is back, a ring is in its time, a cross is behind, a dash cannot be told. The dotted line is the limit of a stop rule. Ctrl+P prints one page.</source>
        <translation>Maiusc+I mostra ogni componente lungo i mesi dal Giorno 0. Tratteggiati sono i mesi in cui se ne attende il recupero; la spunta indica recuperato, il cerchio nei tempi, la croce in ritardo, il trattino non valutabile. La linea a punti è il limite di una regola di sospensione. Ctrl+P stampa una pagina.</translation>
    </message>
    <message>
        <source>CD4 NK lymphocytes IgG recovery</source>
        <translation>CD4 NK linfociti IgG recupero</translation>
    </message>
    <message>
        <source>Selection for transplant: checklist, meeting, trial</source>
        <translation>Selezione al trapianto: scheda, riunione, studio</translation>
    </message>
    <message>
        <source>Shift+Q opens the checklist. Each line shows what is recorded beside the unit&apos;s own limit, and what others state below; the program compares and never decides. 1 met, 2 not met, 3 exception with its reason, Space goes through them, 0 clears, Enter comments. Ctrl+Enter is the meeting; once somebody has signed, its lines stay as they stood, and what has changed in the record since is said. Ins begins a new meeting, Shift+Ins records a trial. The limits stand in Settings and in the unit&apos;s folder.</source>
        <translation>Maiusc+Q apre la scheda. Ogni riga mostra quanto è registrato accanto al limite del centro e, sotto, quanto indicano altri; il programma confronta e non decide mai. 1 soddisfatto, 2 non soddisfatto, 3 eccezione con il motivo, Spazio li scorre, 0 cancella, Invio commenta. Ctrl+Invio è la riunione; quando qualcuno ha firmato, le righe restano com&apos;erano e si dice che cosa è cambiato in cartella da allora. Ins avvia una nuova riunione, Maiusc+Ins registra uno studio. I limiti si trovano nelle Impostazioni e nella cartella del centro.</translation>
    </message>
    <message>
        <source>eligibility criteria EDSS age sign multidisciplinary BEAT-MS arm screening number</source>
        <translation>idoneità criteri EDSS età firma multidisciplinare BEAT-MS braccio numero di screening</translation>
    </message>
    <message>
        <source>Treatment: collections, conditioning by day, cells infused</source>
        <translation>Trattamento: raccolte, condizionamento per giorno, cellule infuse</translation>
    </message>
    <message>
        <source>mobilisation apheresis CD34 poor mobiliser CAR T CRS ICANS stromal cells approve regimen</source>
        <translation>mobilizzazione aferesi CD34 cattivo mobilizzatore CAR-T CRS ICANS cellule stromali approvare regime</translation>
    </message>
    <message>
        <source>History of the disease: tables that are typed</source>
        <translation>Storia della malattia: tabelle da digitare</translation>
    </message>
    <message>
        <source>Shift+H opens course, relapses, drugs, EDSS and scans. Start to type: a few letters are enough for a drug, a system or an answer, and 2019, 4/2019 or apr 2019 for a date. Tab goes right, Enter saves the row and goes on below; on the empty row it goes to the next table, as F6 does. A row that cannot be saved stays, says why and is kept as a draft; Enter in it saves what was only asked. Ctrl+Z takes back the last cell, then the last saved row. Backspace mends a cell, Ctrl+Del takes a row back, Alt+Enter opens the whole record. Ctrl+V takes rows of a spreadsheet, good ones at once. Washout is a figure beside the unit&apos;s table, no verdict. Shift+E records one relapse.</source>
        <translation>Maiusc+H apre decorso, ricadute, farmaci, EDSS e RM. Basta iniziare a digitare: alcune lettere per un farmaco, un sistema o una risposta, e 2019, 4/2019 o apr 2019 per una data. Tab va a destra, Invio salva la riga e prosegue sotto; sulla riga vuota passa alla tabella seguente, come F6. Una riga che non può essere salvata resta, dice perché ed è conservata come bozza; Invio nella riga salva ciò di cui era solo chiesta conferma. Ctrl+Z annulla l&apos;ultima cella, poi l&apos;ultima riga salvata. Backspace corregge una cella, Ctrl+Canc annulla una riga, Alt+Invio apre la scheda completa. Ctrl+V incolla righe di un foglio di calcolo, quelle corrette subito. Il washout è una cifra accanto alla tabella dell&apos;unità, non un giudizio. Maiusc+E registra una singola ricaduta.</translation>
    </message>
    <message>
        <source>onset diagnosis phenotype DMT washout EDSS MRI paste spreadsheet table</source>
        <translation>esordio diagnosi fenotipo DMT washout EDSS RM incolla foglio di calcolo tabella</translation>
    </message>
    <message>
        <source>Neurology visit: EDSS by one key a grade</source>
        <translation>Visita neurologica: EDSS con un tasto per grado</translation>
    </message>
    <message>
        <source>N opens the form: a digit fills a functional system and goes on to the next; Enter ends an ambulation of 1. The EDSS that follows from the grades stands beside the clinician&apos;s, which is the value of record: a difference is said and changes nothing. What was last stands below each field, the change since the last visit and since the reference before Day 0 below the EDSS. From Day 0 on the very day is needed; two EDSS on one day are refused.</source>
        <translation>N apre il modulo: una cifra compila un sistema funzionale e passa al successivo; Invio conclude una deambulazione di 1. L&apos;EDSS che si ricava dai gradi sta accanto a quello del clinico, che è il valore che conta: una differenza viene segnalata e non cambia nulla. Sotto ogni campo sta l&apos;ultimo valore, sotto l&apos;EDSS la variazione dall&apos;ultima visita e dal riferimento prima del giorno 0. Dal giorno 0 in poi serve il giorno esatto; due EDSS nello stesso giorno sono rifiutati.</translation>
    </message>
    <message>
        <source>functional systems ambulation T25FW 9HPT SDMT fatigue worsening</source>
        <translation>sistemi funzionali deambulazione T25FW 9HPT SDMT fatica peggioramento</translation>
    </message>
    <message>
        <source>MRI and re-baseline: which scans count</source>
        <translation>RM e RM di riferimento: quali RM contano</translation>
    </message>
    <message>
        <source>Shift+G records a scan; what the report does not say stays empty, which is not the same as 0. The first scan of the brain from day 150 to day 274 is the re-baseline: its lesions do not count, those of later scans do. The list of scans says what each counts as; there a person may choose another scan, with a reason, and take the choice back. A later reference hides what happened before it, so it is asked about. Relapses and EDSS count from Day 0 in any case.</source>
        <translation>Maiusc+G registra una RM; ciò che il referto non indica resta vuoto, che non equivale a 0. La prima RM dell&apos;encefalo dal giorno 150 al giorno 274 è la RM di riferimento: le sue lesioni non contano, quelle delle RM successive sì. L&apos;elenco delle RM dice come conta ciascuna; lì una persona può scegliere un&apos;altra RM, motivandola, e annullare la scelta. Un riferimento successivo nasconde ciò che è avvenuto prima, perciò se ne chiede conferma. Ricadute ed EDSS contano in ogni caso dal giorno 0.</translation>
    </message>
    <message>
        <source>new T2 Gd+ lesions brain volume NEDA reference scan month 6</source>
        <translation>nuove T2 Gd+ lesioni volume cerebrale NEDA riferimento mese 6</translation>
    </message>
    <message>
        <source>Scores of other diseases: recorded, drawn, judged</source>
        <translation>Punteggi delle altre malattie: registrati, disegnati, valutati</translation>
    </message>
    <message>
        <source>Shift+T opens it. On the grid of conditioning arrows move, Space says &quot;as planned&quot; of a square, Ctrl+Space of the whole day, Enter records another dose or what was left out, Delete takes back. A check mark was given, waves were changed, a cross was left out, a dot waits. Insert adds to the table that has the keys, Ctrl+R a collection, Ctrl+I cells. An earlier transplant is chosen above. Sums above the unit&apos;s figures are hints; no dose is computed. A regimen that somebody has approved is named on the day-by-day sheet (Ctrl+P), never with a dose.</source>
        <translation>Maiusc+T lo apre. Nella griglia del condizionamento le frecce si spostano, Spazio dice «come previsto» di una casella, Ctrl+Spazio di tutto il giorno, Invio registra un&apos;altra dose o ciò che è stato omesso, Canc annulla. Il segno di spunta: somministrato; le onde: modificato; la croce: omesso; il punto: in attesa. Ins aggiunge alla tabella attiva, Ctrl+R una raccolta, Ctrl+I un&apos;infusione. Un trapianto precedente si sceglie in alto. Le somme oltre i valori del centro sono avvisi; nessuna dose viene calcolata. Il foglio giornaliero (Ctrl+P) riporta i farmaci solo di un regime approvato, mai con una dose.</translation>
    </message>
    <message>
        <source>Ctrl+Shift+D writes worklist, the visits of 14 days, medicines with allergies and blood rules, contacts and blank forms as one PDF into a folder and shows it; each evening does so by itself for the next day (Settings, Downtime pack). Afterwards sort the forms by patient, open the patient by the code, and type them in the order in which they lie: each follows its screen from top to bottom, its key stands at the right of its title. Type the day on which it happened. Tick each entry as typed in, and last go through Today: what is still late there has no form yet.</source>
        <translation>Ctrl+Maiusc+D scrive in una cartella, in un solo PDF, la lista di lavoro, le visite di 14 giorni, i farmaci con allergie e regole per gli emocomponenti, i recapiti e i moduli in bianco, e lo mostra; lo stesso avviene da sé ogni sera, per il giorno dopo (Impostazioni, Pacchetto di emergenza), senza mostrarlo. Poi ordinare i moduli per paziente, aprire il paziente con il codice e inserirli nell’ordine in cui sono: ciascuno segue la propria schermata dall’alto in basso e il suo tasto è a destra del titolo. Inserire il giorno in cui è avvenuto. Spuntare ogni voce inserita e infine controllare Oggi: ciò che vi risulta ancora in ritardo non ha un modulo.</translation>
    </message>
    <message>
        <source>Shift+Y opens the form of the disease (N too, where no EDSS grades it): a total, or its items with one key each; Ctrl+E shows or hides the items, Ctrl+0 gives every item left the score 0. The picture draws each score with its baseline, the last value on or before Day 0, and the change that does not matter yet. At the right stands what the values mean, with days, rule and source; what is missing is said, never guessed. Enter on a value revises it. The rules are data: a unit changes them in catalogues/measures.yaml of its folder.</source>
        <translation>Maiusc+Y apre il modulo della malattia (anche N, se non è valutata con l&apos;EDSS): un totale, oppure le sue voci con un tasto ciascuna; Ctrl+E mostra o nasconde le voci, Ctrl+0 dà 0 a tutte le voci rimaste. Il grafico mostra ogni punteggio con il valore basale, l&apos;ultimo fino al Giorno 0, e la variazione non ancora significativa. A destra sta il significato dei valori, con giorni, regola e fonte; ciò che manca è detto, mai supposto. Invio su un valore lo modifica. Le regole sono dati: l&apos;unità le cambia in catalogues/measures.yaml della propria cartella.</translation>
    </message>
    <message>
        <source>mRSS FVC DLCO SLEDAI DORIS LLDAS INCAT I-RODS MG-ADL CDAI SES-CD response remission flare</source>
        <translation>mRSS FVC DLCO SLEDAI DORIS LLDAS INCAT I-RODS MG-ADL CDAI SES-CD risposta remissione riacutizzazione</translation>
    </message>
    <message>
        <source>Course of the disease: EDSS, relapses, scans, outcomes</source>
        <translation>Andamento della malattia: EDSS, ricadute, RM, esiti</translation>
    </message>
    <message>
        <source>The tab Neurology (Disease) shows all years or those since Day 0. Left and Right walk along a row, Up and Down change rows; the line below says what stands under the mark and which visits confirm it, Enter opens it. A hollow dot is not confirmed, a mark with a line under it is known by month or year only. At the right a component of NEDA, pressed, lists what it rests on and rings it in the picture; 1 y, 2 y, 5 y or your own years choose the horizon. Ctrl+P prints one page.</source>
        <translation>La scheda Neurologia (Malattia) mostra tutti gli anni o quelli dal giorno 0. Sinistra e Destra scorrono la riga, Su e Giù cambiano riga, la riga sottostante dice che cosa è sotto il segno e quali visite lo confermano, Invio lo apre. Un punto vuoto non è confermato, un segno con una linea è noto solo per mese o anno. A destra una componente di NEDA, premuta, elenca su che cosa si basa e lo cerchia nell&apos;immagine; 1 a, 2 a, 5 a o gli anni a scelta fissano l&apos;orizzonte. Ctrl+P stampa una pagina.</translation>
    </message>
    <message>
        <source>disability NEDA PIRA RAW worsening re-baseline literature</source>
        <translation>disabilità NEDA PIRA RAW peggioramento nuova RM basale letteratura</translation>
    </message>
    <message>
        <source>Proposed grades: accept or dismiss</source>
        <translation>Gradi proposti: accettare o scartare</translation>
    </message>
    <message>
        <source>A result proposes a grade with its rule and numbers; it becomes a toxicity only when a person accepts it (A, or Enter to add details). X dismisses it with a reason until the grade rises. Where symptoms decide, the lower grade is proposed and the question stands below. Low counts expected in aplasia stand apart. V shows what nobody has seen yet, Ctrl+Enter marks it as seen and goes to the next patient. On a real file nothing is proposed before somebody has approved the rules in Settings.</source>
        <translation>Un risultato propone un grado con la sua regola e i suoi numeri; diventa una tossicità solo quando una persona lo accetta (A, oppure Invio per aggiungere dettagli). X lo scarta con un motivo finché il grado non aumenta. Dove decidono i sintomi si propone il grado più basso, con la domanda scritta sotto. Le citopenie attese in aplasia stanno a parte. V mostra ciò che nessuno ha ancora visto, Ctrl+Invio lo segna come visto e passa al paziente successivo. In un archivio reale nulla viene proposto prima che qualcuno abbia approvato le regole nelle Impostazioni.</translation>
    </message>
    <message>
        <source>toxicity CTCAE grading review results seen baseline</source>
        <translation>tossicità CTCAE gradi revisione risultati visti basale</translation>
    </message>
    <message>
        <source>Toxicities: keys of the table</source>
        <translation>Tossicità: tasti della tabella</translation>
    </message>
    <message>
        <source>T records a toxicity, Enter opens one. Space marks episodes of one term, Ctrl+M merges them, Ctrl+T splits the chosen one, Delete takes it back. Ctrl+I opens infections, CMV and EBV; I records an infection, Q checks the criteria of a complication, G engraftment, J a transfusion.</source>
        <translation>T registra una tossicità, Invio ne apre una. Spazio segna gli episodi di uno stesso termine, Ctrl+M li unisce, Ctrl+T divide quello scelto, Canc lo annulla. Ctrl+I apre infezioni, CMV ed EBV; I registra un&apos;infezione, Q verifica i criteri di una complicanza, G l&apos;attecchimento, J una trasfusione.</translation>
    </message>
    <message>
        <source>episode merge split infection engraftment transfusion checklist</source>
        <translation>episodio unire dividere infezione attecchimento trasfusione criteri</translation>
    </message>
    <message>
        <source>Alerts: what they mean</source>
        <translation>Allarmi: che cosa significano</translation>
    </message>
    <message>
        <source>Shift+A shows a patient&apos;s alerts, Shift+R the red ones of the unit. Red: call the doctor now; amber: today or the next working day. Possible: the rule cannot be told because a value is missing or too old. Who acknowledges a red one says what is done. An alert keeps the value, the limit and the rule that fired it; thresholds are changed in Settings.</source>
        <translation>Maiusc+A mostra gli allarmi di un paziente, Maiusc+R quelli rossi del centro. Rosso: chiamare subito il medico; ambra: oggi o il prossimo giorno lavorativo. Possibile: la regola non è valutabile perché un valore manca o è troppo vecchio. Chi prende visione di un allarme rosso scrive che cosa si fa. Un allarme conserva il valore, il limite e la regola che l&apos;ha generato; le soglie si modificano nelle Impostazioni.</translation>
    </message>
    <message>
        <source>red amber fever threshold acknowledge rule</source>
        <translation>rosso ambra febbre soglia presa visione regola</translation>
    </message>
    <message>
        <source>HSCT Desktop {}</source>
        <translation>HSCT Desktop {}</translation>
    </message>
    <message>
        <source>For scheduling, recording and printing after a haematopoietic stem cell transplant.

The program shows rules and proposes; a person decides. It gives no dose advice and makes no diagnosis. Protocols and regimens are reference defaults that the unit must check and adapt.</source>
        <translation>Per programmare, registrare e stampare dopo un trapianto di cellule staminali emopoietiche.

Il programma mostra regole e propone; decide una persona. Non dà indicazioni di dose e non fa diagnosi. Protocolli e regimi sono valori di riferimento che il centro deve verificare e adattare.</translation>
    </message>
    <message>
        <source>Licences</source>
        <translation>Licenze</translation>
    </message>
    <message>
        <source>HSCT Desktop: Apache License 2.0.
Qt and PySide6: GNU Lesser General Public License 3.
SQLAlchemy, Alembic, pydantic, PyYAML, platformdirs, holidays: MIT. ReportLab, icalendar: BSD.
Names of countries: Unicode CLDR, Unicode License 3.0.
CTCAE v5.0 and v6.0: National Cancer Institute, public domain; the short wording is our own.
DejaVu fonts:</source>
        <translation>HSCT Desktop: Apache License 2.0.
Qt e PySide6: GNU Lesser General Public License 3.
SQLAlchemy, Alembic, pydantic, PyYAML, platformdirs, holidays: MIT. ReportLab, icalendar: BSD.
Nomi dei Paesi: Unicode CLDR, Unicode License 3.0.
CTCAE v5.0 e v6.0: National Cancer Institute, pubblico dominio; la formulazione breve è nostra.
Caratteri DejaVu:</translation>
    </message>
</context>
<context>
    <name>HelpDesk</name>
    <message>
        <source>Keys</source>
        <translation>Tasti</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Chiudi</translation>
    </message>
</context>
<context>
    <name>HintLine</name>
    <message>
        <source>Enter opens the patient</source>
        <translation>Invio apre il paziente</translation>
    </message>
    <message>
        <source>R records the visit</source>
        <translation>R registra la visita</translation>
    </message>
    <message>
        <source>O values</source>
        <translation>O valori</translation>
    </message>
    <message>
        <source>V results seen</source>
        <translation>V risultati visti</translation>
    </message>
    <message>
        <source>C contact</source>
        <translation>C contatto</translation>
    </message>
    <message>
        <source>S stop</source>
        <translation>S sospende</translation>
    </message>
    <message>
        <source>B book</source>
        <translation>B prenota</translation>
    </message>
    <message>
        <source>W why</source>
        <translation>W perché</translation>
    </message>
    <message>
        <source>X missed</source>
        <translation>X mancata</translation>
    </message>
    <message>
        <source>→ moves between lists</source>
        <translation>→ cambia lista</translation>
    </message>
    <message>
        <source>Window open</source>
        <translation>Finestra aperta</translation>
    </message>
    <message>
        <source>Target</source>
        <translation>Data prevista</translation>
    </message>
</context>
<context>
    <name>HistoryPage</name>
    <message>
        <source>Change the card</source>
        <translation>Modifica la scheda</translation>
    </message>
    <message>
        <source>Course</source>
        <translation>Decorso</translation>
    </message>
    <message>
        <source>Relapses</source>
        <translation>Ricadute</translation>
    </message>
    <message>
        <source>Drugs for the disease</source>
        <translation>Farmaci per la malattia</translation>
    </message>
    <message>
        <source>EDSS</source>
        <translation>EDSS</translation>
    </message>
    <message>
        <source>MRI</source>
        <translation>RM</translation>
    </message>
    <message>
        <source>such as 04/2019</source>
        <translation>es. 04/2019</translation>
    </message>
    <message>
        <source>Drug: a few letters</source>
        <translation>Farmaco: alcune lettere</translation>
    </message>
    <message>
        <source>Form: a few letters</source>
        <translation>Forma: alcune lettere</translation>
    </message>
    <message>
        <source>Not saved yet: Enter saves this row.</source>
        <translation>Non ancora salvata: Invio salva questa riga.</translation>
    </message>
    <message>
        <source>Whole record</source>
        <translation>Scheda completa</translation>
    </message>
    <message>
        <source>Take back</source>
        <translation>Annulla</translation>
    </message>
    <message>
        <source>Next table</source>
        <translation>Tabella seguente</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>Indietro</translation>
    </message>
    <message>
        <source>Enter in this row saves it as it is.</source>
        <translation>Invio in questa riga la salva così com&apos;è.</translation>
    </message>
    <message>
        <source>Take back a row of the history</source>
        <translation>Annulla una riga della storia</translation>
    </message>
</context>
<context>
    <name>HistoryTab</name>
    <message>
        <source>Entry</source>
        <translation>Voce</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>Ora</translation>
    </message>
    <message>
        <source>Who</source>
        <translation>Chi</translation>
    </message>
    <message>
        <source>Record</source>
        <translation>Registrazione</translation>
    </message>
    <message>
        <source>What</source>
        <translation>Che cosa</translation>
    </message>
    <message>
        <source>Before</source>
        <translation>Prima</translation>
    </message>
    <message>
        <source>After</source>
        <translation>Dopo</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>Motivo</translation>
    </message>
    <message>
        <source>History</source>
        <translation>Cronologia</translation>
    </message>
    <message>
        <source>All kinds</source>
        <translation>Tutto</translation>
    </message>
    <message>
        <source>Results</source>
        <translation>Esami</translation>
    </message>
    <message>
        <source>Visits</source>
        <translation>Visite</translation>
    </message>
    <message>
        <source>Toxicity</source>
        <translation>Tossicità</translation>
    </message>
    <message>
        <source>Therapy</source>
        <translation>Terapia</translation>
    </message>
    <message>
        <source>Letters</source>
        <translation>Lettere</translation>
    </message>
    <message>
        <source>Kinds</source>
        <translation>Tipi</translation>
    </message>
    <message>
        <source>Who wrote it</source>
        <translation>Chi ha scritto</translation>
    </message>
    <message>
        <source>Since when</source>
        <translation>Da quando</translation>
    </message>
    <message>
        <source>Since the beginning</source>
        <translation>Dall&apos;inizio</translation>
    </message>
    <message>
        <source>Last 30 days</source>
        <translation>Ultimi 30 giorni</translation>
    </message>
    <message>
        <source>Last 365 days</source>
        <translation>Ultimi 365 giorni</translation>
    </message>
    <message>
        <source>Only with a reason</source>
        <translation>Solo con motivo</translation>
    </message>
    <message>
        <source>Export…</source>
        <translation>Esporta…</translation>
    </message>
    <message>
        <source>Anybody</source>
        <translation>Chiunque</translation>
    </message>
    <message>
        <source>the last {} lines</source>
        <translation>le ultime {} righe</translation>
    </message>
    <message>
        <source>1 line</source>
        <translation>1 riga</translation>
    </message>
    <message>
        <source>{} lines</source>
        <translation>{} righe</translation>
    </message>
    <message>
        <source>opened {} times</source>
        <translation>aperta {} volte</translation>
    </message>
    <message>
        <source>Older ones…</source>
        <translation>Voci precedenti…</translation>
    </message>
    <message>
        <source>{}, undone since</source>
        <translation>{}, poi annullata</translation>
    </message>
    <message>
        <source>Save the history</source>
        <translation>Salva la cronologia</translation>
    </message>
    <message>
        <source>PDF or CSV (*.pdf *.csv)</source>
        <translation>PDF o CSV (*.pdf *.csv)</translation>
    </message>
    <message>
        <source>Saved to {}</source>
        <translation>Salvato in {}</translation>
    </message>
</context>
<context>
    <name>ImportFiles</name>
    <message>
        <source>Template</source>
        <translation>Modello</translation>
    </message>
    <message>
        <source>{0} template.xlsx</source>
        <translation>{0} modello.xlsx</translation>
    </message>
    <message>
        <source>Workbooks (*.xlsx)</source>
        <translation>Cartelle di lavoro (*.xlsx)</translation>
    </message>
    <message>
        <source>Template written to {0}</source>
        <translation>Modello scritto in {0}</translation>
    </message>
    <message>
        <source>{0} refused.{1}</source>
        <translation>{0} respinte.{1}</translation>
    </message>
    <message>
        <source>Refused rows</source>
        <translation>Righe respinte</translation>
    </message>
    <message>
        <source>Tables (*.csv *.xlsx)</source>
        <translation>Tabelle (*.csv *.xlsx)</translation>
    </message>
    <message>
        <source>{0} report.pdf</source>
        <translation>{0} rapporto.pdf</translation>
    </message>
    <message>
        <source>Report of the import</source>
        <translation>Rapporto dell&apos;importazione</translation>
    </message>
    <message>
        <source>PDF (*.pdf);;Tables (*.csv);;JSON (*.json)</source>
        <translation>PDF (*.pdf);;Tabelle (*.csv);;JSON (*.json)</translation>
    </message>
    <message>
        <source>Report written to {0}</source>
        <translation>Rapporto scritto in {0}</translation>
    </message>
    <message>
        <source>Mapping kept: {0}</source>
        <translation>Mappatura salvata: {0}</translation>
    </message>
</context>
<context>
    <name>ImportFoot</name>
    <message>
        <source>Another file</source>
        <translation>Altro file</translation>
    </message>
    <message>
        <source>Report…</source>
        <translation>Rapporto…</translation>
    </message>
    <message>
        <source>Refused rows…</source>
        <translation>Righe respinte…</translation>
    </message>
    <message>
        <source>Leave</source>
        <translation>Esci</translation>
    </message>
    <message>
        <source>Take in</source>
        <translation>Importa</translation>
    </message>
</context>
<context>
    <name>ImportGrid</name>
    <message>
        <source>Row</source>
        <translation>Riga</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Stato</translation>
    </message>
</context>
<context>
    <name>ImportHead</name>
    <message>
        <source>Import</source>
        <translation>Importazione</translation>
    </message>
    <message>
        <source>File</source>
        <translation>File</translation>
    </message>
    <message>
        <source>Columns</source>
        <translation>Colonne</translation>
    </message>
    <message>
        <source>Dry run</source>
        <translation>Prova</translation>
    </message>
    <message>
        <source>Take in</source>
        <translation>Importa</translation>
    </message>
</context>
<context>
    <name>ImportPage</name>
    <message>
        <source>Tables (*.xlsx *.xls *.ods *.csv *.txt *.tsv);;All files (*)</source>
        <translation>Tabelle (*.xlsx *.xls *.ods *.csv *.txt *.tsv);;Tutti i file (*)</translation>
    </message>
    <message>
        <source>File to import</source>
        <translation>File da importare</translation>
    </message>
    <message>
        <source>Say in which row the header stands, or choose another file.</source>
        <translation>Indicare in quale riga sta l&apos;intestazione, oppure scegliere un altro file.</translation>
    </message>
    <message>
        <source>No rows stand below a header in this file</source>
        <translation>In questo file non ci sono righe sotto un&apos;intestazione</translation>
    </message>
    <message>
        <source>Mapping and corrections are as you left them</source>
        <translation>Mappatura e correzioni sono come erano state lasciate</translation>
    </message>
    <message>
        <source>sheet {0}</source>
        <translation>foglio {0}</translation>
    </message>
    <message>
        <source>header in row {0}</source>
        <translation>intestazione alla riga {0}</translation>
    </message>
    <message>
        <source>{0} left out</source>
        <translation>{0} fuori dalla tabella</translation>
    </message>
    <message>
        <source>The columns do not make a table yet</source>
        <translation>Le colonne non bastano ancora</translation>
    </message>
    <message>
        <source>Stopped: nothing was taken</source>
        <translation>Interrotto: nulla è stato importato</translation>
    </message>
    <message>
        <source>The mapping does not fit this file</source>
        <translation>La mappatura non corrisponde a questo file</translation>
    </message>
    <message>
        <source>This file cannot be used</source>
        <translation>Questo file non si può usare</translation>
    </message>
    <message>
        <source>Nothing was decided for this file yet: there is nothing to take back here.</source>
        <translation>Per questo file non è stato ancora deciso nulla: qui non c&apos;è niente da annullare.</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>Indietro</translation>
    </message>
    <message>
        <source>Leave</source>
        <translation>Esci</translation>
    </message>
    <message>
        <source>Dry run</source>
        <translation>Prova</translation>
    </message>
    <message>
        <source>Go to Today</source>
        <translation>Vai a Oggi</translation>
    </message>
    <message>
        <source>Go on</source>
        <translation>Avanti</translation>
    </message>
    <message>
        <source>Nothing is saved yet; one undo takes all of it out again.</source>
        <translation>Nulla è ancora salvato; un solo annulla toglie tutto.</translation>
    </message>
    <message>
        <source>{0} of {1}</source>
        <translation>{0} di {1}</translation>
    </message>
    <message>
        <source>Esc stops</source>
        <translation>Esc interrompe</translation>
    </message>
    <message>
        <source>Tick a sheet and say what it holds, or choose another file.</source>
        <translation>Spuntare un foglio e dire che cosa contiene, oppure scegliere un altro file.</translation>
    </message>
    <message>
        <source>F7 goes to the next question.</source>
        <translation>F7 va alla domanda successiva.</translation>
    </message>
    <message>
        <source>All of it is recorded already: there is nothing to take in.</source>
        <translation>È già tutto registrato: non c&apos;è nulla da importare.</translation>
    </message>
    <message>
        <source>Nothing was taken. Mapping and corrections are kept for this file.</source>
        <translation>Nulla è stato importato. Mappatura e correzioni restano per questo file.</translation>
    </message>
</context>
<context>
    <name>InfectionBackSheet</name>
    <message>
        <source>Take back an infection</source>
        <translation>Annulla un&apos;infezione</translation>
    </message>
</context>
<context>
    <name>InfectionPanel</name>
    <message>
        <source>Infections</source>
        <translation>Infezioni</translation>
    </message>
    <message>
        <source>Record infection</source>
        <translation>Registra infezione</translation>
    </message>
    <message>
        <source>{} more in the sheet</source>
        <translation>altre {} nella scheda</translation>
    </message>
    <message>
        <source>until {}</source>
        <translation>fino al {}</translation>
    </message>
    <message>
        <source>ANC {}</source>
        <translation>neutrofili {}</translation>
    </message>
    <message>
        <source>Revise</source>
        <translation>Modifica</translation>
    </message>
    <message>
        <source>Record as toxicity</source>
        <translation>Registra come tossicità</translation>
    </message>
</context>
<context>
    <name>InfectionSheet</name>
    <message>
        <source>Record infection</source>
        <translation>Registra infezione</translation>
    </message>
    <message>
        <source>Revise infection</source>
        <translation>Modifica infezione</translation>
    </message>
    <message>
        <source>Organism</source>
        <translation>Microrganismo</translation>
    </message>
    <message>
        <source>Site</source>
        <translation>Sede</translation>
    </message>
    <message>
        <source>Found in</source>
        <translation>Campione</translation>
    </message>
    <message>
        <source>Found on</source>
        <translation>Rilevata il</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>Tipo</translation>
    </message>
    <message>
        <source>Certainty</source>
        <translation>Certezza</translation>
    </message>
    <message>
        <source>Venous line as the source</source>
        <translation>Catetere venoso come origine</translation>
    </message>
    <message>
        <source>Neutrophils at onset</source>
        <translation>Neutrofili all&apos;esordio</translation>
    </message>
    <message>
        <source>Resistance</source>
        <translation>Resistenza</translation>
    </message>
    <message>
        <source>Treatment</source>
        <translation>Terapia</translation>
    </message>
    <message>
        <source>Treated from</source>
        <translation>Terapia dal</translation>
    </message>
    <message>
        <source>Treated until</source>
        <translation>Terapia fino al</translation>
    </message>
    <message>
        <source>Outcome</source>
        <translation>Esito</translation>
    </message>
    <message>
        <source>End</source>
        <translation>Fine</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>Nota</translation>
    </message>
    <message>
        <source>ongoing</source>
        <translation>in corso</translation>
    </message>
    <message>
        <source>not in the list: taken as written</source>
        <translation>non in elenco: ripreso come scritto</translation>
    </message>
    <message>
        <source>no count within a day of it</source>
        <translation>nessun valore entro un giorno</translation>
    </message>
</context>
<context>
    <name>InfusionSheet</name>
    <message>
        <source>Record cells infused</source>
        <translation>Registra cellule infuse</translation>
    </message>
    <message>
        <source>Revise cells infused</source>
        <translation>Modifica cellule infuse</translation>
    </message>
    <message>
        <source>Cells</source>
        <translation>Cellule</translation>
    </message>
    <message>
        <source>Infused on</source>
        <translation>Infuse il</translation>
    </message>
    <message>
        <source>Dose</source>
        <translation>Dose</translation>
    </message>
    <message>
        <source>Product</source>
        <translation>Prodotto</translation>
    </message>
    <message>
        <source>name or number of the bag, source</source>
        <translation>nome o numero della sacca, origine</translation>
    </message>
    <message>
        <source>Time of infusion</source>
        <translation>Momento dell&apos;infusione</translation>
    </message>
    <message>
        <source>Target</source>
        <translation>Bersaglio</translation>
    </message>
    <message>
        <source>for example CD19</source>
        <translation>ad esempio CD19</translation>
    </message>
    <message>
        <source>Lymphodepletion</source>
        <translation>Linfodeplezione</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>Nota</translation>
    </message>
    <message>
        <source>CRS, highest grade</source>
        <translation>CRS, grado massimo</translation>
    </message>
    <message>
        <source>CRS on</source>
        <translation>CRS il</translation>
    </message>
    <message>
        <source>ICANS, highest grade</source>
        <translation>ICANS, grado massimo</translation>
    </message>
    <message>
        <source>ICANS on</source>
        <translation>ICANS il</translation>
    </message>
    <message>
        <source>Peak of expansion</source>
        <translation>Picco di espansione</translation>
    </message>
    <message>
        <source>Unit</source>
        <translation>Unità</translation>
    </message>
    <message>
        <source>Peak on</source>
        <translation>Picco il</translation>
    </message>
</context>
<context>
    <name>InspectorLine</name>
    <message>
        <source>versions</source>
        <translation>versioni</translation>
    </message>
    <message>
        <source>Versions of the value</source>
        <translation>Versioni del valore</translation>
    </message>
    <message>
        <source>Saved · {} undoes</source>
        <translation>Salvato · {} annulla</translation>
    </message>
</context>
<context>
    <name>InterruptionRow</name>
    <message>
        <source>Interrupted from</source>
        <translation>Interrotta dal</translation>
    </message>
    <message>
        <source>Until</source>
        <translation>Fino al</translation>
    </message>
    <message>
        <source>Why</source>
        <translation>Perché</translation>
    </message>
    <message>
        <source>still</source>
        <translation>tuttora</translation>
    </message>
    <message>
        <source>Remove this interruption</source>
        <translation>Togli questa interruzione</translation>
    </message>
</context>
<context>
    <name>InterruptionRows</name>
    <message>
        <source>Add an interruption</source>
        <translation>Aggiungi un’interruzione</translation>
    </message>
</context>
<context>
    <name>IrradiationStrip</name>
    <message>
        <source>Blood bank has released…</source>
        <translation>Via libera del centro trasfusionale…</translation>
    </message>
    <message>
        <source>Patient card</source>
        <translation>Tessera del paziente</translation>
    </message>
</context>
<context>
    <name>LabFilePage</name>
    <message>
        <source>Laboratory file</source>
        <translation>File di laboratorio</translation>
    </message>
    <message>
        <source>Choose file…</source>
        <translation>Scegli file…</translation>
    </message>
    <message>
        <source>Read it as Windows-1252</source>
        <translation>Leggi come Windows-1252</translation>
    </message>
    <message>
        <source>Results of a laboratory, CSV or XLSX, are checked before they are taken.</source>
        <translation>I risultati di un laboratorio, CSV o XLSX, si controllano prima di acquisirli.</translation>
    </message>
    <message>
        <source>Refused rows…</source>
        <translation>Righe rifiutate…</translation>
    </message>
    <message>
        <source>Leave</source>
        <translation>Esci</translation>
    </message>
    <message>
        <source>Take</source>
        <translation>Acquisisci</translation>
    </message>
    <message>
        <source>Tables (*.xlsx *.csv *.txt);;All files (*)</source>
        <translation>Tabelle (*.xlsx *.csv *.txt);;Tutti i file (*)</translation>
    </message>
    <message>
        <source>File of laboratory results</source>
        <translation>File di risultati di laboratorio</translation>
    </message>
    <message>
        <source>sheet {0}</source>
        <translation>foglio {0}</translation>
    </message>
    <message>
        <source>Stopped: nothing was taken</source>
        <translation>Interrotto: nulla è stato acquisito</translation>
    </message>
    <message>
        <source>The mapping does not fit this file</source>
        <translation>Lo schema non corrisponde a questo file</translation>
    </message>
    <message>
        <source>This file cannot be used</source>
        <translation>Questo file non può essere usato</translation>
    </message>
    <message>
        <source>{0} of {1} · Esc stops</source>
        <translation>{0} di {1} · Esc interrompe</translation>
    </message>
    <message>
        <source>Reading · Esc stops</source>
        <translation>Lettura in corso · Esc interrompe</translation>
    </message>
    <message>
        <source>The form of the dates must be chosen first.</source>
        <translation>Prima va scelta la forma delle date.</translation>
    </message>
    <message>
        <source>Taken in. Ctrl+Z takes it out again.</source>
        <translation>Importazione completata. Ctrl+Z la annulla.</translation>
    </message>
    <message>
        <source>Nothing is saved yet. One step takes it in, one undo takes it out.</source>
        <translation>Nulla è ancora salvato. Un solo passo acquisisce tutto, un solo annullamento lo toglie.</translation>
    </message>
    <message>
        <source>{0} refused.csv</source>
        <translation>{0} rifiutati.csv</translation>
    </message>
    <message>
        <source>File of refused rows</source>
        <translation>File delle righe rifiutate</translation>
    </message>
    <message>
        <source>Tables (*.csv)</source>
        <translation>Tabelle (*.csv)</translation>
    </message>
    <message>
        <source>This mapping cannot be saved</source>
        <translation>Questo schema non può essere salvato</translation>
    </message>
</context>
<context>
    <name>LaboratoriesPanel</name>
    <message>
        <source>Limits grade a result from grade 1 on: without a range of its laboratory a result has no grade there. Results keep the limits that graded them.</source>
        <translation>I limiti graduano un risultato a partire dal grado 1: senza un intervallo del suo laboratorio un risultato lì non ha grado. I risultati conservano i limiti con cui furono graduati.</translation>
    </message>
    <message>
        <source>the hospital&apos;s own</source>
        <translation>dell’ospedale</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>Salva</translation>
    </message>
    <message>
        <source>New laboratory</source>
        <translation>Nuovo laboratorio</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Nome</translation>
    </message>
    <message>
        <source>Laboratory</source>
        <translation>Laboratorio</translation>
    </message>
    <message>
        <source>Test</source>
        <translation>Esame</translation>
    </message>
    <message>
        <source>Sex</source>
        <translation>Sesso</translation>
    </message>
    <message>
        <source>Age</source>
        <translation>Età</translation>
    </message>
    <message>
        <source>LLN</source>
        <translation>LLN</translation>
    </message>
    <message>
        <source>ULN</source>
        <translation>ULN</translation>
    </message>
    <message>
        <source>Unit</source>
        <translation>Unità</translation>
    </message>
    <message>
        <source>Valid</source>
        <translation>Validità</translation>
    </message>
    <message>
        <source>Reference ranges</source>
        <translation>Intervalli di riferimento</translation>
    </message>
    <message>
        <source>Ranges from a file…</source>
        <translation>Intervalli da un file…</translation>
    </message>
    <message>
        <source>Copy the example ranges</source>
        <translation>Copia gli intervalli di esempio</translation>
    </message>
    <message>
        <source>New range</source>
        <translation>Nuovo intervallo</translation>
    </message>
    <message>
        <source>Add them</source>
        <translation>Aggiungili</translation>
    </message>
    <message>
        <source>both</source>
        <translation>entrambi</translation>
    </message>
    <message>
        <source>from {0}</source>
        <translation>da {0}</translation>
    </message>
    <message>
        <source>below {0}</source>
        <translation>sotto {0}</translation>
    </message>
    <message>
        <source>until {0}</source>
        <translation>fino al {0}</translation>
    </message>
    <message>
        <source>Example ranges of adults</source>
        <translation>Intervalli di esempio per adulti</translation>
    </message>
    <message>
        <source>Check each with your laboratory before grading by it.</source>
        <translation>Verificarli uno per uno con il proprio laboratorio prima di graduare con essi.</translation>
    </message>
    <message>
        <source>Tables (*.xlsx *.csv *.txt);;All files (*)</source>
        <translation>Tabelle (*.xlsx *.csv *.txt);;Tutti i file (*)</translation>
    </message>
    <message>
        <source>Table of reference ranges</source>
        <translation>Tabella di intervalli di riferimento</translation>
    </message>
    <message>
        <source>This file cannot be used</source>
        <translation>Questo file non può essere usato</translation>
    </message>
    <message>
        <source>{0} = {1} new + {2} same + {3} refused</source>
        <translation>{0} = {1} nuovi + {2} uguali + {3} rifiutati</translation>
    </message>
    <message>
        <source>Row {0}: {1}</source>
        <translation>Riga {0}: {1}</translation>
    </message>
    <message>
        <source>and {0} more</source>
        <translation>e altri {0}</translation>
    </message>
</context>
<context>
    <name>LetterFacts</name>
    <message>
        <source>About this letter</source>
        <translation>Su questa lettera</translation>
    </message>
    <message>
        <source>Signed</source>
        <translation>Firmata</translation>
    </message>
    <message>
        <source>Fingerprint</source>
        <translation>Impronta</translation>
    </message>
    <message>
        <source>{0}, replaces the letter of {1}</source>
        <translation>{0}, sostituisce la lettera del {1}</translation>
    </message>
    <message>
        <source>Version</source>
        <translation>Versione</translation>
    </message>
    <message>
        <source>Open that one</source>
        <translation>Aprila</translation>
    </message>
    <message>
        <source>today</source>
        <translation>oggi</translation>
    </message>
    <message>
        <source>{0}, to {1}: not sent yet</source>
        <translation>{0}, a {1}: non ancora inviata</translation>
    </message>
    <message>
        <source>version {0} of {1}</source>
        <translation>versione {0} del {1}</translation>
    </message>
    <message>
        <source>Replaced by</source>
        <translation>Sostituita da</translation>
    </message>
    <message>
        <source>Sent</source>
        <translation>Inviata</translation>
    </message>
    <message>
        <source>not yet</source>
        <translation>non ancora</translation>
    </message>
    <message>
        <source>Take back…</source>
        <translation>Annulla…</translation>
    </message>
    <message>
        <source>not yet: {}</source>
        <translation>non ancora: {}</translation>
    </message>
</context>
<context>
    <name>LetterForm</name>
    <message>
        <source>Neurologist</source>
        <translation>Neurologo</translation>
    </message>
    <message>
        <source>GP</source>
        <translation>Medico</translation>
    </message>
    <message>
        <source>Patient</source>
        <translation>Paziente</translation>
    </message>
    <message>
        <source>Discharge</source>
        <translation>Dimissione</translation>
    </message>
    <message>
        <source>Annual</source>
        <translation>Annuale</translation>
    </message>
    <message>
        <source>Letter to</source>
        <translation>Lettera a</translation>
    </message>
    <message>
        <source>Reader</source>
        <translation>Destinatario</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>Lingua</translation>
    </message>
    <message>
        <source>Since the letter of</source>
        <translation>Dalla lettera del</translation>
    </message>
    <message>
        <source>Copies to</source>
        <translation>Copie a</translation>
    </message>
    <message>
        <source>names, separated by ;</source>
        <translation>nomi separati da ;</translation>
    </message>
    <message>
        <source>nobody recorded</source>
        <translation>nessuno registrato</translation>
    </message>
    <message>
        <source>The record lacks what the phrase tells of: look at “not recorded” in its text.</source>
        <translation>Nella cartella manca ciò di cui parla la frase: controllare «non registrato» nel testo.</translation>
    </message>
</context>
<context>
    <name>LetterPage</name>
    <message>
        <source>Preview</source>
        <translation>Anteprima</translation>
    </message>
    <message>
        <source>Leave</source>
        <translation>Lascia</translation>
    </message>
    <message>
        <source>Throw away</source>
        <translation>Elimina bozza</translation>
    </message>
    <message>
        <source>New version</source>
        <translation>Nuova versione</translation>
    </message>
    <message>
        <source>Save as…</source>
        <translation>Salva con nome…</translation>
    </message>
    <message>
        <source>Print</source>
        <translation>Stampa</translation>
    </message>
    <message>
        <source>To sign</source>
        <translation>Alla firma</translation>
    </message>
    <message>
        <source>Letter</source>
        <translation>Lettera</translation>
    </message>
    <message>
        <source>replaced</source>
        <translation>sostituita</translation>
    </message>
    <message>
        <source>signed {}</source>
        <translation>firmata {}</translation>
    </message>
    <message>
        <source>1 to look at</source>
        <translation>1 da controllare</translation>
    </message>
    <message>
        <source>{} to look at</source>
        <translation>{} da controllare</translation>
    </message>
    <message>
        <source>draft of {}</source>
        <translation>bozza del {}</translation>
    </message>
    <message>
        <source>version {}</source>
        <translation>versione {}</translation>
    </message>
    <message>
        <source>new</source>
        <translation>nuova</translation>
    </message>
    <message>
        <source>Sent…</source>
        <translation>Inviata…</translation>
    </message>
    <message>
        <source>the PDF that prints</source>
        <translation>il PDF che si stampa</translation>
    </message>
    <message>
        <source>as it was signed</source>
        <translation>come è stata firmata</translation>
    </message>
    <message>
        <source>older pages: this letter could not be made</source>
        <translation>pagine precedenti: questa lettera non si è potuta preparare</translation>
    </message>
    <message>
        <source>not saved</source>
        <translation>non salvata</translation>
    </message>
    <message>
        <source>saved at {}</source>
        <translation>salvata alle {}</translation>
    </message>
    <message>
        <source>saved in part at {}</source>
        <translation>salvata in parte {}</translation>
    </message>
    <message>
        <source>The record has changed since these pages were made: look at them, then sign.</source>
        <translation>I dati sono cambiati da quando sono state preparate queste pagine: rileggerle, poi firmare.</translation>
    </message>
    <message>
        <source>The letter is signed: Ctrl+Shift+V begins a new version.</source>
        <translation>La lettera è firmata: Ctrl+Maiusc+V inizia una nuova versione.</translation>
    </message>
    <message>
        <source>Take back a dispatch</source>
        <translation>Annulla un invio</translation>
    </message>
    <message>
        <source>Throw a draft away</source>
        <translation>Elimina una bozza</translation>
    </message>
</context>
<context>
    <name>LetterheadPanel</name>
    <message>
        <source>Letter paper as it will be printed</source>
        <translation>La carta intestata come verrà stampata</translation>
    </message>
    <message>
        <source>Choose a logo…</source>
        <translation>Scegli un logo…</translation>
    </message>
    <message>
        <source>No logo</source>
        <translation>Nessun logo</translation>
    </message>
    <message>
        <source>PNG or JPEG, 4 MB at most. The page shows what stands in the fields, saved or not.</source>
        <translation>PNG o JPEG, al massimo 4 MB. La pagina mostra ciò che sta nei campi, salvato o no.</translation>
    </message>
    <message>
        <source>Pictures (*.png *.jpg *.jpeg);;All files (*)</source>
        <translation>Immagini (*.png *.jpg *.jpeg);;Tutti i file (*)</translation>
    </message>
    <message>
        <source>Logo</source>
        <translation>Logo</translation>
    </message>
    <message>
        <source>The logo was not taken.</source>
        <translation>Il logo non è stato acquisito.</translation>
    </message>
</context>
<context>
    <name>LettersDuePage</name>
    <message>
        <source>Patient</source>
        <translation>Paziente</translation>
    </message>
    <message>
        <source>Born</source>
        <translation>Nato/a il</translation>
    </message>
    <message>
        <source>Code</source>
        <translation>Codice</translation>
    </message>
    <message>
        <source>Letter</source>
        <translation>Lettera</translation>
    </message>
    <message>
        <source>Day</source>
        <translation>Giorno</translation>
    </message>
    <message>
        <source>By</source>
        <translation>Entro il</translation>
    </message>
    <message>
        <source>Letters</source>
        <translation>Lettere</translation>
    </message>
    <message>
        <source>To look at</source>
        <translation>Da controllare</translation>
    </message>
    <message>
        <source>To look at in the letter</source>
        <translation>Da controllare nella lettera</translation>
    </message>
    <message>
        <source>No letter is due, and every signed one has left.</source>
        <translation>Nessuna lettera da scrivere; tutte quelle firmate sono state inviate.</translation>
    </message>
    <message>
        <source>Tick all</source>
        <translation>Seleziona tutte</translation>
    </message>
    <message>
        <source>Open letter</source>
        <translation>Apri la lettera</translation>
    </message>
    <message>
        <source>One PDF each…</source>
        <translation>Un PDF per lettera…</translation>
    </message>
    <message>
        <source>One PDF each, with a password…</source>
        <translation>Un PDF per lettera, con una password…</translation>
    </message>
    <message>
        <source>Sent…</source>
        <translation>Inviate…</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Interrompi</translation>
    </message>
    <message>
        <source>Enter it</source>
        <translation>Inserisci il dato</translation>
    </message>
    <message>
        <source>Print as one job</source>
        <translation>Stampa insieme</translation>
    </message>
    <message>
        <source>Due: made as drafts, to be read and signed</source>
        <translation>Da scrivere: create come bozze, da leggere e firmare</translation>
    </message>
    <message>
        <source>Signed, not sent yet</source>
        <translation>Firmate, non ancora inviate</translation>
    </message>
    <message>
        <source>1 day late</source>
        <translation>1 giorno di ritardo</translation>
    </message>
    <message>
        <source>{} days late</source>
        <translation>{} giorni di ritardo</translation>
    </message>
    <message>
        <source>ticked</source>
        <translation>selezionata</translation>
    </message>
    <message>
        <source>not ticked</source>
        <translation>non selezionata</translation>
    </message>
    <message>
        <source>1 due</source>
        <translation>1 da scrivere</translation>
    </message>
    <message>
        <source>{} due</source>
        <translation>{} da scrivere</translation>
    </message>
    <message>
        <source>{} late</source>
        <translation>{} in ritardo</translation>
    </message>
    <message>
        <source>{} ticked</source>
        <translation>{} selezionate</translation>
    </message>
    <message>
        <source>1 signed, not sent</source>
        <translation>1 firmata, non inviata</translation>
    </message>
    <message>
        <source>{} signed, not sent</source>
        <translation>{} firmate, non inviate</translation>
    </message>
    <message>
        <source>Tick the signed letters that have left</source>
        <translation>Selezionare le lettere firmate che sono partite</translation>
    </message>
    <message>
        <source>Folder for the letters</source>
        <translation>Cartella per le lettere</translation>
    </message>
    <message>
        <source>No letter is ticked</source>
        <translation>Nessuna lettera selezionata</translation>
    </message>
    <message>
        <source>{0} of {1} letters made · Esc stops</source>
        <translation>{0} lettere su {1} pronte · Esc interrompe</translation>
    </message>
    <message>
        <source>Stopping …</source>
        <translation>Interruzione in corso …</translation>
    </message>
</context>
<context>
    <name>LineagePanel</name>
    <message>
        <source>ANC ×10⁹/L</source>
        <translation>Neutrofili ×10⁹/L</translation>
    </message>
    <message>
        <source>PLT ×10⁹/L</source>
        <translation>Piastrine ×10⁹/L</translation>
    </message>
    <message>
        <source>Day</source>
        <translation>Giorno</translation>
    </message>
    <message>
        <source>Date</source>
        <translation>Data</translation>
    </message>
    <message>
        <source>Confirmed by {0}, {1}</source>
        <translation>Confermato da {0}, {1}</translation>
    </message>
    <message>
        <source>Take back</source>
        <translation>Annulla</translation>
    </message>
</context>
<context>
    <name>ListChips</name>
    <message>
        <source>{} more</source>
        <translation>altre {}</translation>
    </message>
</context>
<context>
    <name>LockDesk</name>
    <message>
        <source>The practice ward is being made…</source>
        <translation>Creazione del reparto di esercitazione…</translation>
    </message>
    <message>
        <source>Unlocking…</source>
        <translation>Sblocco…</translation>
    </message>
    <message>
        <source>Try again in 1 second</source>
        <translation>Riprova fra 1 secondo</translation>
    </message>
    <message>
        <source>Try again in {} seconds</source>
        <translation>Riprova fra {} secondi</translation>
    </message>
    <message>
        <source>Closing the file…</source>
        <translation>Chiusura del file…</translation>
    </message>
    <message>
        <source>Work that was under way ends in the background.</source>
        <translation>Il lavoro in corso finisce in secondo piano.</translation>
    </message>
</context>
<context>
    <name>LongTermTab</name>
    <message>
        <source>Item</source>
        <translation>Controllo</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Stato</translation>
    </message>
    <message>
        <source>Done last, result</source>
        <translation>Ultimo eseguito, risultato</translation>
    </message>
    <message>
        <source>Next due</source>
        <translation>Prossimo</translation>
    </message>
    <message>
        <source>Refer to</source>
        <translation>Inviare a</translation>
    </message>
    <message>
        <source>Long-term items</source>
        <translation>Controlli a lungo termine</translation>
    </message>
    <message>
        <source>Record</source>
        <translation>Registra</translation>
    </message>
    <message>
        <source>New check</source>
        <translation>Nuovo controllo</translation>
    </message>
    <message>
        <source>Fertility, pregnancy</source>
        <translation>Fertilità, gravidanza</translation>
    </message>
    <message>
        <source>Take back</source>
        <translation>Annulla</translation>
    </message>
    <message>
        <source>{due} due, {overdue} overdue, {abnormal} abnormal</source>
        <translation>{due} da fare, {overdue} in ritardo, {abnormal} alterati</translation>
    </message>
    <message>
        <source>Does not concern this patient, or no longer</source>
        <translation>Non riguarda questo paziente, o non più</translation>
    </message>
    <message>
        <source>Going on</source>
        <translation>In corso</translation>
    </message>
    <message>
        <source>Ended</source>
        <translation>Conclusa</translation>
    </message>
    <message>
        <source>Take back a check</source>
        <translation>Annulla un controllo</translation>
    </message>
    <message>
        <source>Take back a fertility record</source>
        <translation>Annulla una registrazione sulla fertilità</translation>
    </message>
</context>
<context>
    <name>MainWindow</name>
    <message>
        <source>Undo</source>
        <translation>Annulla</translation>
    </message>
    <message>
        <source>Something went wrong that should not. What you entered last may not be saved. Report: {}</source>
        <translation>Si è verificato un errore imprevisto. Gli ultimi dati inseriti potrebbero non essere salvati. Rapporto: {}</translation>
    </message>
</context>
<context>
    <name>MappingPanel</name>
    <message>
        <source>comma 9,8</source>
        <translation>virgola 9,8</translation>
    </message>
    <message>
        <source>point 9.8</source>
        <translation>punto 9.8</translation>
    </message>
    <message>
        <source>as found</source>
        <translation>come trovata</translation>
    </message>
    <message>
        <source>Laboratory</source>
        <translation>Laboratorio</translation>
    </message>
    <message>
        <source>Dates</source>
        <translation>Date</translation>
    </message>
    <message>
        <source>Decimal sign</source>
        <translation>Segno decimale</translation>
    </message>
    <message>
        <source>Header in row</source>
        <translation>Intestazione in riga</translation>
    </message>
    <message>
        <source>Sheet</source>
        <translation>Foglio</translation>
    </message>
    <message>
        <source>Encoding</source>
        <translation>Codifica</translation>
    </message>
    <message>
        <source>In the file</source>
        <translation>Nel file</translation>
    </message>
    <message>
        <source>Understood as</source>
        <translation>Inteso come</translation>
    </message>
    <message>
        <source>Example</source>
        <translation>Esempio</translation>
    </message>
    <message>
        <source>Sure?</source>
        <translation>Certo?</translation>
    </message>
    <message>
        <source>Columns and tests</source>
        <translation>Colonne ed esami</translation>
    </message>
    <message>
        <source>The dates fit in more than one form</source>
        <translation>Le date si leggono in più di una forma</translation>
    </message>
    <message>
        <source>Choose the form above: day first or month first.</source>
        <translation>Scegliere la forma qui sopra: prima il giorno o prima il mese.</translation>
    </message>
    <message>
        <source>Column is</source>
        <translation>La colonna è</translation>
    </message>
    <message>
        <source>Test</source>
        <translation>Esame</translation>
    </message>
    <message>
        <source>Unit</source>
        <translation>Unità</translation>
    </message>
    <message>
        <source>Save mapping</source>
        <translation>Salva schema</translation>
    </message>
    <message>
        <source>Mapping</source>
        <translation>Schema</translation>
    </message>
    <message>
        <source>own laboratory</source>
        <translation>laboratorio dell’ospedale</translation>
    </message>
    <message>
        <source>which test?</source>
        <translation>quale esame?</translation>
    </message>
    <message>
        <source>leave out</source>
        <translation>escludi</translation>
    </message>
    <message>
        <source>as in the file</source>
        <translation>come nel file</translation>
    </message>
</context>
<context>
    <name>MeasureBackSheet</name>
    <message>
        <source>Take back a score</source>
        <translation>Annulla un punteggio</translation>
    </message>
</context>
<context>
    <name>MeasureBlock</name>
    <message>
        <source>Items</source>
        <translation>Voci</translation>
    </message>
    <message>
        <source>Items of {}</source>
        <translation>Voci di {}</translation>
    </message>
    <message>
        <source>Rest 0</source>
        <translation>Resto 0</translation>
    </message>
    <message>
        <source>Every item of {} left: 0</source>
        <translation>Ogni voce rimasta di {}: 0</translation>
    </message>
    <message>
        <source>{} of {} scored, {} so far</source>
        <translation>{} voci su {}, finora {}</translation>
    </message>
    <message>
        <source>typed before: {}</source>
        <translation>digitato prima: {}</translation>
    </message>
</context>
<context>
    <name>MeasurePanel</name>
    <message>
        <source>Record scores</source>
        <translation>Registra punteggi</translation>
    </message>
</context>
<context>
    <name>MeasureSheet</name>
    <message>
        <source>Record scores</source>
        <translation>Registra punteggi</translation>
    </message>
    <message>
        <source>Revise a score</source>
        <translation>Modifica un punteggio</translation>
    </message>
    <message>
        <source>Date</source>
        <translation>Data</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>Nota</translation>
    </message>
    <message>
        <source>For every disease</source>
        <translation>Per ogni malattia</translation>
    </message>
    <message>
        <source>last {}</source>
        <translation>ultimo {}</translation>
    </message>
</context>
<context>
    <name>MeasuresPage</name>
    <message>
        <source>Date</source>
        <translation>Data</translation>
    </message>
    <message>
        <source>Day</source>
        <translation>Giorno</translation>
    </message>
    <message>
        <source>Measure</source>
        <translation>Misura</translation>
    </message>
    <message>
        <source>Value</source>
        <translation>Valore</translation>
    </message>
    <message>
        <source>Details</source>
        <translation>Dettagli</translation>
    </message>
    <message>
        <source>Mark under the keys</source>
        <translation>Elemento selezionato</translation>
    </message>
    <message>
        <source>Table</source>
        <translation>Tabella</translation>
    </message>
    <message>
        <source>Record scores</source>
        <translation>Registra punteggi</translation>
    </message>
    <message>
        <source>Enter revises the value</source>
        <translation>Invio modifica il valore</translation>
    </message>
</context>
<context>
    <name>MeetingSheet</name>
    <message>
        <source>Selection meeting</source>
        <translation>Riunione di selezione</translation>
    </message>
    <message>
        <source>Held on</source>
        <translation>Tenuta il</translation>
    </message>
    <message>
        <source>Members, one a line</source>
        <translation>Partecipanti, uno per riga</translation>
    </message>
    <message>
        <source>Decision</source>
        <translation>Decisione</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>Motivo</translation>
    </message>
    <message>
        <source>Signed by (empty: still in preparation)</source>
        <translation>Firmata da (vuoto: ancora in preparazione)</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>Nota</translation>
    </message>
    <message>
        <source>Once signed, the lines are kept as they stand; a new meeting can be held at any time.</source>
        <translation>Una volta firmata, le righe restano come sono; una nuova riunione è possibile in ogni momento.</translation>
    </message>
</context>
<context>
    <name>MergeSheet</name>
    <message>
        <source>Merge episodes</source>
        <translation>Unisci episodi</translation>
    </message>
    <message>
        <source>ongoing</source>
        <translation>in corso</translation>
    </message>
    <message>
        <source>{0}: {1} episodes become one, {2} to {3}</source>
        <translation>{0}: {1} episodi diventano uno, {2} – {3}</translation>
    </message>
    <message>
        <source>On each day the higher grade stands. The later entries stay in the file, struck out with this reason.</source>
        <translation>Per ogni giorno vale il grado più alto. Le registrazioni successive restano nel file, barrate con questo motivo.</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>Fatto</translation>
    </message>
    <message>
        <source>Previous</source>
        <translation>Precedente</translation>
    </message>
    <message>
        <source>Next</source>
        <translation>Successiva</translation>
    </message>
    <message>
        <source>Record</source>
        <translation>Cartella</translation>
    </message>
    <message>
        <source>File</source>
        <translation>File</translation>
    </message>
    <message>
        <source>Everything else of the row comes in either way.</source>
        <translation>Tutto il resto della riga entra comunque.</translation>
    </message>
    <message>
        <source>Leave</source>
        <translation>Esci</translation>
    </message>
    <message>
        <source>Nothing of this row differs from the record any more.</source>
        <translation>Nulla di questa riga differisce più dalla cartella.</translation>
    </message>
    <message>
        <source>The same person?</source>
        <translation>La stessa persona?</translation>
    </message>
    <message>
        <source>Record and file</source>
        <translation>Cartella e file</translation>
    </message>
    <message>
        <source>row {0}</source>
        <translation>riga {0}</translation>
    </message>
    <message>
        <source>{0} of {1}</source>
        <translation>{0} di {1}</translation>
    </message>
    <message>
        <source>The same name and birth date stand in the record</source>
        <translation>Nome e data di nascita sono già in cartella</translation>
    </message>
    <message>
        <source>Say who the row is; until then it does not come in.</source>
        <translation>Indicare chi è la riga; fino ad allora non entra.</translation>
    </message>
    <message>
        <source>The same</source>
        <translation>La stessa</translation>
    </message>
    <message>
        <source>Another</source>
        <translation>Un&apos;altra</translation>
    </message>
    <message>
        <source>a person of their own</source>
        <translation>una persona a sé</translation>
    </message>
    <message>
        <source>Who is it</source>
        <translation>Chi è</translation>
    </message>
    <message>
        <source>If it is the same person, the code {0} stays unless you take {1} from the file.</source>
        <translation>Se è la stessa persona, resta il codice {0}, a meno che non si prenda {1} dal file.</translation>
    </message>
    <message>
        <source>Keep the record in all rows</source>
        <translation>Tieni la cartella in tutte le righe</translation>
    </message>
    <message>
        <source>Take the file in all rows</source>
        <translation>Prendi il file in tutte le righe</translation>
    </message>
</context>
<context>
    <name>MissedFollowUp</name>
    <message>
        <source>What follows</source>
        <translation>Che cosa segue</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Riprovare</translation>
    </message>
    <message>
        <source>New date</source>
        <translation>Nuova data</translation>
    </message>
    <message>
        <source>Nothing more</source>
        <translation>Nient’altro</translation>
    </message>
    <message>
        <source>Try again on</source>
        <translation>Riprovare il</translation>
    </message>
</context>
<context>
    <name>MissingPanel</name>
    <message>
        <source>next</source>
        <translation>prossima</translation>
    </message>
    <message>
        <source>{} more</source>
        <translation>altri {}</translation>
    </message>
    <message>
        <source>what is not recorded is marked in the text</source>
        <translation>i dati mancanti sono segnati nel testo</translation>
    </message>
    <message>
        <source>To look at, {}</source>
        <translation>Da controllare, {}</translation>
    </message>
    <message>
        <source>Overview</source>
        <translation>Panoramica</translation>
    </message>
    <message>
        <source>Visits</source>
        <translation>Visite</translation>
    </message>
    <message>
        <source>Flowsheet</source>
        <translation>Esami</translation>
    </message>
    <message>
        <source>Toxicity</source>
        <translation>Tossicità</translation>
    </message>
    <message>
        <source>Therapy</source>
        <translation>Terapia</translation>
    </message>
    <message>
        <source>Vaccines</source>
        <translation>Vaccini</translation>
    </message>
    <message>
        <source>Disease</source>
        <translation>Malattia</translation>
    </message>
    <message>
        <source>History of the disease</source>
        <translation>Storia</translation>
    </message>
    <message>
        <source>Drugs for the disease</source>
        <translation>Farmaci per la malattia</translation>
    </message>
    <message>
        <source>Treatment</source>
        <translation>Trattamento</translation>
    </message>
    <message>
        <source>Selection</source>
        <translation>Selezione</translation>
    </message>
    <message>
        <source>Long term</source>
        <translation>Lungo termine</translation>
    </message>
    <message>
        <source>Documents</source>
        <translation>Documenti</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>Impostazioni</translation>
    </message>
    <message>
        <source>Care plan</source>
        <translation>Piano di cura</translation>
    </message>
    <message>
        <source>Patient data</source>
        <translation>Anagrafica</translation>
    </message>
    <message>
        <source>Here</source>
        <translation>Qui</translation>
    </message>
</context>
<context>
    <name>MonitoringPage</name>
    <message>
        <source>Tests</source>
        <translation>Esami</translation>
    </message>
    <message>
        <source>patients with a hole</source>
        <translation>pazienti con un esame mancante</translation>
    </message>
    <message>
        <source>Week</source>
        <translation>Settimana</translation>
    </message>
    <message>
        <source>Month</source>
        <translation>Mese</translation>
    </message>
    <message>
        <source>Year</source>
        <translation>Anno</translation>
    </message>
    <message>
        <source>Patient, holes first</source>
        <translation>Paziente, mancanti prima</translation>
    </message>
    <message>
        <source>Born</source>
        <translation>Nascita</translation>
    </message>
    <message>
        <source>Day</source>
        <translation>Giorno</translation>
    </message>
    <message>
        <source>This week</source>
        <translation>Questa settimana</translation>
    </message>
    <message>
        <source>Strips of the ward</source>
        <translation>Strisce del reparto</translation>
    </message>
    <message>
        <source>All tests of the patient</source>
        <translation>Tutti gli esami del paziente</translation>
    </message>
    <message>
        <source>No followed patient has a Day 0 yet.</source>
        <translation>Nessun paziente seguito ha ancora un giorno 0.</translation>
    </message>
    <message>
        <source>New patient</source>
        <translation>Nuovo paziente</translation>
    </message>
    <message>
        <source>Open patient</source>
        <translation>Apri paziente</translation>
    </message>
    <message>
        <source>Print strips</source>
        <translation>Stampa strisce</translation>
    </message>
    <message>
        <source>all tests of protocol {}</source>
        <translation>tutti gli esami del protocollo {}</translation>
    </message>
</context>
<context>
    <name>MonitoringSheet</name>
    <message>
        <source>What is known</source>
        <translation>Che cosa si sa</translation>
    </message>
    <message>
        <source>On</source>
        <translation>Il giorno</translation>
    </message>
    <message>
        <source>Where, or why not</source>
        <translation>Dove, o perché no</translation>
    </message>
    <message>
        <source>Record the visit</source>
        <translation>Registra la visita</translation>
    </message>
    <message>
        <source>Type the values</source>
        <translation>Inserisci i valori</translation>
    </message>
    <message>
        <source>Take back what was said</source>
        <translation>Annulla l&apos;indicazione</translation>
    </message>
</context>
<context>
    <name>MorePart</name>
    <message>
        <source>Action taken</source>
        <translation>Provvedimento</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>Nota</translation>
    </message>
    <message>
        <source>Present before treatment (baseline)</source>
        <translation>Presente prima del trattamento (basale)</translation>
    </message>
    <message>
        <source>Narrative</source>
        <translation>Narrazione</translation>
    </message>
    <message>
        <source>Seen at the visit</source>
        <translation>Rilevata alla visita</translation>
    </message>
    <message>
        <source>Drug concerned</source>
        <translation>Farmaco interessato</translation>
    </message>
    <message>
        <source>Infection concerned</source>
        <translation>Infezione interessata</translation>
    </message>
    <message>
        <source>Results that give evidence</source>
        <translation>Risultati a sostegno</translation>
    </message>
    <message>
        <source>More: action, note, links, narrative</source>
        <translation>Altro: provvedimento, nota, collegamenti, narrazione</translation>
    </message>
    <message>
        <source>yes</source>
        <translation>sì</translation>
    </message>
    <message>
        <source>no</source>
        <translation>no</translation>
    </message>
    <message>
        <source>no link</source>
        <translation>nessun collegamento</translation>
    </message>
    <message>
        <source>shown</source>
        <translation>visibile</translation>
    </message>
    <message>
        <source>hidden</source>
        <translation>nascosto</translation>
    </message>
    <message>
        <source>an entry that was taken back</source>
        <translation>una voce annullata</translation>
    </message>
</context>
<context>
    <name>MoveChips</name>
    <message>
        <source>1 asks</source>
        <translation>1 da decidere</translation>
    </message>
    <message>
        <source>{} ask</source>
        <translation>{} da decidere</translation>
    </message>
    <message>
        <source>{} moved</source>
        <translation>{} spostate</translation>
    </message>
    <message>
        <source>{} kept</source>
        <translation>{} invariate</translation>
    </message>
    <message>
        <source>1 stop date</source>
        <translation>1 sospensione</translation>
    </message>
    <message>
        <source>{} stop dates</source>
        <translation>{} sospensioni</translation>
    </message>
    <message>
        <source>{} dropped</source>
        <translation>{} eliminate</translation>
    </message>
    <message>
        <source>{} added</source>
        <translation>{} aggiunte</translation>
    </message>
</context>
<context>
    <name>MoveDay0</name>
    <message>
        <source>Move Day 0</source>
        <translation>Sposta Giorno 0</translation>
    </message>
    <message>
        <source>Enter Day 0</source>
        <translation>Inserisci Giorno 0</translation>
    </message>
</context>
<context>
    <name>MoveLegend</name>
    <message>
        <source>window before</source>
        <translation>finestra prima</translation>
    </message>
    <message>
        <source>window after, target</source>
        <translation>finestra dopo, data prevista</translation>
    </message>
    <message>
        <source>booked</source>
        <translation>prenotata</translation>
    </message>
    <message>
        <source>nearest open day</source>
        <translation>giorno aperto più vicino</translation>
    </message>
</context>
<context>
    <name>MoveLines</name>
    <message>
        <source>Stop dates that follow, {}</source>
        <translation>Date di sospensione che seguono, {}</translation>
    </message>
    <message>
        <source>1 row with {dates} dates</source>
        <translation>1 riga con {dates} date</translation>
    </message>
    <message>
        <source>{rows} rows with {dates} dates</source>
        <translation>{rows} righe con {dates} date</translation>
    </message>
    <message>
        <source>Asks, {}</source>
        <translation>Da decidere, {}</translation>
    </message>
    <message>
        <source>decide each; nothing is saved until you confirm</source>
        <translation>decidere per ciascuna; nulla viene salvato fino alla conferma</translation>
    </message>
    <message>
        <source>Kept because done, {}</source>
        <translation>Invariate perché eseguite, {}</translation>
    </message>
    <message>
        <source>Kept because closed, {}</source>
        <translation>Invariate perché chiuse, {}</translation>
    </message>
    <message>
        <source>Moved, {}</source>
        <translation>Spostate, {}</translation>
    </message>
    <message>
        <source>Dropped, {}</source>
        <translation>Eliminate, {}</translation>
    </message>
    <message>
        <source>Added, {}</source>
        <translation>Aggiunte, {}</translation>
    </message>
    <message>
        <source>asks</source>
        <translation>decidere</translation>
    </message>
    <message>
        <source>moved</source>
        <translation>spostata</translation>
    </message>
    <message>
        <source>kept</source>
        <translation>invariata</translation>
    </message>
    <message>
        <source>dropped</source>
        <translation>eliminata</translation>
    </message>
    <message>
        <source>added</source>
        <translation>aggiunta</translation>
    </message>
    <message>
        <source>follows</source>
        <translation>segue</translation>
    </message>
    <message>
        <source>{name}, {n} dates</source>
        <translation>{name}, {n} date</translation>
    </message>
    <message>
        <source>{} is chosen</source>
        <translation>scelto: {}</translation>
    </message>
    <message>
        <source>first one shown, last {}</source>
        <translation>è mostrata la prima; ultima {}</translation>
    </message>
    <message>
        <source>→ shows all</source>
        <translation>→ le mostra tutte</translation>
    </message>
    <message>
        <source>Keep {}</source>
        <translation>Mantieni {}</translation>
    </message>
    <message>
        <source>Move to {}</source>
        <translation>Sposta a {}</translation>
    </message>
</context>
<context>
    <name>MriBackSheet</name>
    <message>
        <source>Take back an MRI</source>
        <translation>Annulla una RM</translation>
    </message>
</context>
<context>
    <name>MriListSheet</name>
    <message>
        <source>MRI</source>
        <translation>RM</translation>
    </message>
    <message>
        <source>No scan is recorded.</source>
        <translation>Nessuna RM registrata.</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Chiudi</translation>
    </message>
    <message>
        <source>Record MRI</source>
        <translation>Registra RM</translation>
    </message>
    <message>
        <source>Take the choice back</source>
        <translation>Annulla la scelta</translation>
    </message>
    <message>
        <source>Take the choice back: {}</source>
        <translation>Annulla la scelta: {}</translation>
    </message>
    <message>
        <source>Re-baseline…</source>
        <translation>RM di riferimento…</translation>
    </message>
    <message>
        <source>Choose as re-baseline: {}</source>
        <translation>Scegli come RM di riferimento: {}</translation>
    </message>
    <message>
        <source>Revise: {}</source>
        <translation>Modifica: {}</translation>
    </message>
    <message>
        <source>Take back: {}</source>
        <translation>Annulla: {}</translation>
    </message>
</context>
<context>
    <name>MriSheet</name>
    <message>
        <source>Record MRI</source>
        <translation>Registra RM</translation>
    </message>
    <message>
        <source>Revise MRI</source>
        <translation>Modifica RM</translation>
    </message>
    <message>
        <source>Date of the scan</source>
        <translation>Data della RM</translation>
    </message>
    <message>
        <source>a day; before the transplant also 04/2019 or 2019</source>
        <translation>un giorno; prima del trapianto anche 04/2019 o 2019</translation>
    </message>
    <message>
        <source>Region</source>
        <translation>Regione</translation>
    </message>
    <message>
        <source>Site</source>
        <translation>Sede</translation>
    </message>
    <message>
        <source>hospital, scanner</source>
        <translation>ospedale, scanner</translation>
    </message>
    <message>
        <source>Field</source>
        <translation>Campo</translation>
    </message>
    <message>
        <source>not known</source>
        <translation>non noto</translation>
    </message>
    <message>
        <source>New or larger T2</source>
        <translation>T2 nuove o ingrandite</translation>
    </message>
    <message>
        <source>Gd+</source>
        <translation>Gd+</translation>
    </message>
    <message>
        <source>T2 lesions in all</source>
        <translation>Lesioni T2 in tutto</translation>
    </message>
    <message>
        <source>T2 volume</source>
        <translation>Volume T2</translation>
    </message>
    <message>
        <source>Brain volume change</source>
        <translation>Var. volume cerebrale</translation>
    </message>
    <message>
        <source>Cord, new T2</source>
        <translation>Midollo, nuove T2</translation>
    </message>
    <message>
        <source>Cord, Gd+</source>
        <translation>Midollo, Gd+</translation>
    </message>
    <message>
        <source>Compared with</source>
        <translation>Confrontata con</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>Nota</translation>
    </message>
    <message>
        <source>Brain</source>
        <translation>Encefalo</translation>
    </message>
    <message>
        <source>Spinal cord</source>
        <translation>Midollo</translation>
    </message>
    <message>
        <source>What the report does not say stays empty; 0 says that there was none.</source>
        <translation>Ciò che il referto non indica resta vuoto; 0 dice che non ce n&apos;erano.</translation>
    </message>
    <message>
        <source>no earlier scan</source>
        <translation>nessuna RM precedente</translation>
    </message>
</context>
<context>
    <name>NeurologyBackSheet</name>
    <message>
        <source>Take back a neurology visit</source>
        <translation>Annulla una visita neurologica</translation>
    </message>
</context>
<context>
    <name>NeurologySheet</name>
    <message>
        <source>Record neurology visit</source>
        <translation>Registra visita neurologica</translation>
    </message>
    <message>
        <source>Revise neurology visit</source>
        <translation>Modifica visita neurologica</translation>
    </message>
    <message>
        <source>Date</source>
        <translation>Data</translation>
    </message>
    <message>
        <source>a day; before the transplant also 04/2019 or 2019</source>
        <translation>un giorno; prima del trapianto anche 04/2019 o 2019</translation>
    </message>
    <message>
        <source>Examined</source>
        <translation>Esaminato</translation>
    </message>
    <message>
        <source>Revise that one</source>
        <translation>Modifica quello</translation>
    </message>
    <message>
        <source>Ambulation graded</source>
        <translation>Gradi di deambulazione</translation>
    </message>
    <message>
        <source>EDSS (clinician)</source>
        <translation>EDSS (clinico)</translation>
    </message>
    <message>
        <source>Rater</source>
        <translation>Esaminatore</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>Nota</translation>
    </message>
    <message>
        <source>Functional systems</source>
        <translation>Sistemi funzionali</translation>
    </message>
    <message>
        <source>Timed tests and totals</source>
        <translation>Prove a tempo e totali</translation>
    </message>
    <message>
        <source>An EDSS of {} is recorded on this day.</source>
        <translation>In questo giorno è già registrato un EDSS di {}.</translation>
    </message>
    <message>
        <source>A second one is refused: revise it, or type another day.</source>
        <translation>Un secondo è rifiutato: modificare quello, o indicare un altro giorno.</translation>
    </message>
    <message>
        <source>last {}</source>
        <translation>ultimo {}</translation>
    </message>
    <message>
        <source>Ambulation {}: {}</source>
        <translation>Deambulazione {}: {}</translation>
    </message>
    <message>
        <source>Computed: –</source>
        <translation>Calcolato: –</translation>
    </message>
    <message>
        <source>follows from the grades</source>
        <translation>si ricava dai gradi</translation>
    </message>
    <message>
        <source>EDSS {} and the grades ({}) differ.</source>
        <translation>L&apos;EDSS {} non corrisponde ai gradi ({}).</translation>
    </message>
    <message>
        <source>Check the grades; the clinician&apos;s value is the one of record.</source>
        <translation>Controllare i gradi; vale quello del clinico.</translation>
    </message>
</context>
<context>
    <name>NewFileDialog</name>
    <message>
        <source>You will administer this file: you add its users and keep its recovery key.</source>
        <translation>Amministrerai questo file: ne aggiungi gli utenti e ne custodisci la chiave di recupero.</translation>
    </message>
    <message>
        <source>Create</source>
        <translation>Crea</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Annulla</translation>
    </message>
    <message>
        <source>New file</source>
        <translation>Nuovo file</translation>
    </message>
    <message>
        <source>HSCT Desktop files (*{})</source>
        <translation>File di HSCT Desktop (*{})</translation>
    </message>
    <message>
        <source>Say where the file shall lie.</source>
        <translation>Indicare dove salvare il file.</translation>
    </message>
    <message>
        <source>No file can lie at this place: choose a folder and a name.</source>
        <translation>In questa posizione non può stare un file: scegliere una cartella e un nome.</translation>
    </message>
    <message>
        <source>Write the name of the unit: it stands on every print.</source>
        <translation>Scrivere il nome del centro: compare su ogni stampa.</translation>
    </message>
    <message>
        <source>Write your name: it stands at every entry you make.</source>
        <translation>Scrivere il proprio nome: compare in ogni registrazione.</translation>
    </message>
    <message>
        <source>A file holds the records of one unit. Keep it on this computer: a network drive can damage it.</source>
        <translation>Un file contiene i dati di un centro. Va tenuto su questo computer: un disco di rete può danneggiarlo.</translation>
    </message>
    <message>
        <source>&amp;File</source>
        <translation>&amp;File</translation>
    </message>
    <message>
        <source>&amp;Choose…</source>
        <translation>&amp;Scegli…</translation>
    </message>
    <message>
        <source>Name of the &amp;unit</source>
        <translation>Nome del &amp;centro</translation>
    </message>
    <message>
        <source>&amp;Your name</source>
        <translation>&amp;Il proprio nome</translation>
    </message>
    <message>
        <source>&amp;Role</source>
        <translation>Ru&amp;olo</translation>
    </message>
    <message>
        <source>Your &amp;passphrase</source>
        <translation>&amp;Frase segreta</translation>
    </message>
    <message>
        <source>12 characters or more: four or five words that do not belong together</source>
        <translation>almeno 12 caratteri: quattro o cinque parole senza legame fra loro</translation>
    </message>
    <message>
        <source>The same &amp;again</source>
        <translation>Di nuo&amp;vo la stessa</translation>
    </message>
</context>
<context>
    <name>NewKeySheet</name>
    <message>
        <source>New recovery key</source>
        <translation>Nuova chiave di recupero</translation>
    </message>
    <message>
        <source>Make a new key</source>
        <translation>Crea una nuova chiave</translation>
    </message>
    <message>
        <source>The page that lies sealed now opens nothing any more.</source>
        <translation>Il foglio sigillato attuale non aprirà più nulla.</translation>
    </message>
    <message>
        <source>The new key is shown once, to be printed and sealed. Have the printer ready.</source>
        <translation>La nuova chiave si mostra una volta sola, da stampare e sigillare. Tenere pronta la stampante.</translation>
    </message>
    <message>
        <source>A new recovery key was made.</source>
        <translation>È stata creata una nuova chiave di recupero.</translation>
    </message>
</context>
<context>
    <name>NextCourse</name>
    <message>
        <source>Next transplant</source>
        <translation>Trapianto successivo</translation>
    </message>
    <message>
        <source>Day 0 {}</source>
        <translation>Giorno 0 {}</translation>
    </message>
    <message>
        <source>Open the next course</source>
        <translation>Apri il nuovo percorso</translation>
    </message>
</context>
<context>
    <name>NextTransplantSheet</name>
    <message>
        <source>Next transplant</source>
        <translation>Trapianto successivo</translation>
    </message>
    <message>
        <source>transplant {}</source>
        <translation>trapianto {}</translation>
    </message>
    <message>
        <source>Show what follows</source>
        <translation>Mostra le conseguenze</translation>
    </message>
</context>
<context>
    <name>OfficialWordingPanel</name>
    <message>
        <source>CTCAE wording</source>
        <translation>Testo dei CTCAE</translation>
    </message>
    <message>
        <source>Load the NCI&apos;s file…</source>
        <translation>Carica il file dell&apos;NCI…</translation>
    </message>
    <message>
        <source>Grades are explained in short words of our own. The NCI&apos;s own texts stand beside them once its spreadsheet, or a CSV of it, has been loaded. They stay in this data file.</source>
        <translation>I gradi sono spiegati con brevi parole nostre. Accanto compaiono i testi originali dell&apos;NCI, una volta caricato il suo foglio di calcolo o un suo CSV. Restano in questo file di dati.</translation>
    </message>
    <message>
        <source>Read it as Windows-1252</source>
        <translation>Leggi come Windows-1252</translation>
    </message>
    <message>
        <source>Load</source>
        <translation>Carica</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Annulla</translation>
    </message>
    <message>
        <source>Open a data file to load it.</source>
        <translation>Aprire un file di dati per caricarlo.</translation>
    </message>
    <message>
        <source>CTCAE v{}</source>
        <translation>CTCAE v{}</translation>
    </message>
    <message>
        <source>not loaded</source>
        <translation>non caricato</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>Rimuovi</translation>
    </message>
    <message>
        <source>Remove the NCI&apos;s wording of CTCAE v{}</source>
        <translation>Rimuovi il testo NCI dei CTCAE v{}</translation>
    </message>
    <message>
        <source>{} terms</source>
        <translation>{} termini</translation>
    </message>
    <message>
        <source>Tables (*.xlsx *.csv *.txt);;All files (*)</source>
        <translation>Tabelle (*.xlsx *.csv *.txt);;Tutti i file (*)</translation>
    </message>
    <message>
        <source>The NCI&apos;s table of CTCAE terms</source>
        <translation>La tabella dei termini CTCAE dell&apos;NCI</translation>
    </message>
    <message>
        <source>{0} is CTCAE v{1}: {2}.</source>
        <translation>{0} corrisponde ai CTCAE v{1}: {2}.</translation>
    </message>
    <message>
        <source>Its terms and their grades are exactly those offered here.</source>
        <translation>I termini e i loro gradi sono esattamente quelli proposti qui.</translation>
    </message>
    <message>
        <source>Terms not known here, left out:</source>
        <translation>Termini qui non noti, tralasciati:</translation>
    </message>
    <message>
        <source>Terms that the file lacks:</source>
        <translation>Termini che mancano nel file:</translation>
    </message>
    <message>
        <source>Grades that differ (ours stay as they are):</source>
        <translation>Gradi diversi (i nostri restano invariati):</translation>
    </message>
    <message>
        <source>{0} and {1} more</source>
        <translation>{0} e altri {1}</translation>
    </message>
    <message>
        <source>This file cannot be used</source>
        <translation>Questo file non può essere usato</translation>
    </message>
</context>
<context>
    <name>OutcomePanel</name>
    <message>
        <source>Outcome</source>
        <translation>Esito</translation>
    </message>
    <message>
        <source>years</source>
        <translation>anni</translation>
    </message>
    <message>
        <source>Own horizon in years after Day 0</source>
        <translation>Orizzonte a scelta in anni dal giorno 0</translation>
    </message>
    <message>
        <source>Record neurology visit</source>
        <translation>Registra visita neurologica</translation>
    </message>
    <message>
        <source>Change</source>
        <translation>Modifica</translation>
    </message>
    <message>
        <source>Change the settings of outcomes</source>
        <translation>Modifica le impostazioni degli esiti</translation>
    </message>
    <message>
        <source>In the literature</source>
        <translation>In letteratura</translation>
    </message>
</context>
<context>
    <name>OutcomeSheet</name>
    <message>
        <source>Examined again</source>
        <translation>Rivalutazione</translation>
    </message>
    <message>
        <source>What the second look found</source>
        <translation>Esito della rivalutazione</translation>
    </message>
    <message>
        <source>Examined on</source>
        <translation>Rivalutato il</translation>
    </message>
</context>
<context>
    <name>OverviewTab</name>
    <message>
        <source>{} more</source>
        <translation>altre {}</translation>
    </message>
    <message>
        <source>Next visit</source>
        <translation>Prossima visita</translation>
    </message>
    <message>
        <source>No visit lies ahead.</source>
        <translation>Nessuna visita in programma.</translation>
    </message>
    <message>
        <source>Follow-up ended, {}</source>
        <translation>Follow-up terminato, {}</translation>
    </message>
    <message>
        <source>Record visit</source>
        <translation>Registra visita</translation>
    </message>
    <message>
        <source>Care plan</source>
        <translation>Piano di cura</translation>
    </message>
    <message>
        <source>elsewhere</source>
        <translation>altrove</translation>
    </message>
    <message>
        <source>not booked</source>
        <translation>non prenotata</translation>
    </message>
    <message>
        <source>today</source>
        <translation>oggi</translation>
    </message>
    <message numerus="yes">
        <source>%n open</source>
        <comment>toxicities</comment>
        <translation>
            <numerusform>%n aperta</numerusform>
            <numerusform>%n aperte</numerusform>
        </translation>
    </message>
    <message>
        <source>{} in all</source>
        <translation>{} in tutto</translation>
    </message>
    <message>
        <source>Toxicity</source>
        <translation>Tossicità</translation>
    </message>
    <message>
        <source>Toxicity on {}</source>
        <translation>Tossicità al {}</translation>
    </message>
    <message>
        <source>No toxicity has been recorded.</source>
        <translation>Nessuna tossicità registrata.</translation>
    </message>
    <message>
        <source>Record toxicity</source>
        <translation>Registra tossicità</translation>
    </message>
    <message>
        <source>None is open.</source>
        <translation>Nessuna aperta.</translation>
    </message>
    <message>
        <source>Worst so far</source>
        <translation>Peggiori finora</translation>
    </message>
    <message>
        <source>since {}</source>
        <translation>dal {}</translation>
    </message>
    <message>
        <source>, peak {}</source>
        <translation>, picco {}</translation>
    </message>
    <message>
        <source>{0} to {1}</source>
        <translation>{0} – {1}</translation>
    </message>
    <message>
        <source>{} running</source>
        <translation>{} in corso</translation>
    </message>
    <message>
        <source>Current therapy</source>
        <translation>Terapia in corso</translation>
    </message>
    <message>
        <source>Therapy when last recorded, {}</source>
        <translation>Terapia all’ultima registrazione, {}</translation>
    </message>
    <message>
        <source>No therapy is running or planned.</source>
        <translation>Nessuna terapia in corso o prevista.</translation>
    </message>
    <message>
        <source>Record therapy</source>
        <translation>Registra terapia</translation>
    </message>
    <message>
        <source>Drug</source>
        <translation>Farmaco</translation>
    </message>
    <message>
        <source>Dose as ordered</source>
        <translation>Dose prescritta</translation>
    </message>
    <message>
        <source>Planned stop</source>
        <translation>Sospensione prevista</translation>
    </message>
    <message>
        <source>Rule</source>
        <translation>Regola</translation>
    </message>
    <message>
        <source>none</source>
        <translation>nessuno</translation>
    </message>
    <message>
        <source>interrupted</source>
        <translation>interrotta</translation>
    </message>
    <message>
        <source>The planned stop has come</source>
        <translation>La sospensione prevista è arrivata</translation>
    </message>
    <message>
        <source>Last contacts</source>
        <translation>Ultimi contatti</translation>
    </message>
    <message>
        <source>Log</source>
        <translation>Registra</translation>
    </message>
    <message>
        <source>No contact has been logged.</source>
        <translation>Nessun contatto registrato.</translation>
    </message>
</context>
<context>
    <name>OwnPassphraseSheet</name>
    <message>
        <source>My passphrase</source>
        <translation>La mia frase segreta</translation>
    </message>
    <message>
        <source>The passphrase that holds now</source>
        <translation>La frase segreta attuale</translation>
    </message>
    <message>
        <source>New passphrase, 12 characters or more</source>
        <translation>Nuova frase segreta, almeno 12 caratteri</translation>
    </message>
    <message>
        <source>The same once more</source>
        <translation>Di nuovo la stessa</translation>
    </message>
    <message>
        <source>Four or five words that nobody would put together are easy to keep and hard to guess.</source>
        <translation>Quattro o cinque parole che nessuno metterebbe insieme sono facili da ricordare e difficili da indovinare.</translation>
    </message>
</context>
<context>
    <name>Palette</name>
    <message>
        <source>Find patient, action or help</source>
        <translation>Cerca paziente, azione o aiuto</translation>
    </message>
    <message>
        <source>Found</source>
        <translation>Risultati</translation>
    </message>
    <message>
        <source>any order of words, accents do not matter</source>
        <translation>in qualsiasi ordine, gli accenti non contano</translation>
    </message>
    <message>
        <source>opened last</source>
        <translation>aperti per ultimi</translation>
    </message>
    <message>
        <source>Patients</source>
        <translation>Pazienti</translation>
    </message>
    <message>
        <source>the first four act on the patient chosen above</source>
        <translation>le prime quattro riguardano il paziente scelto sopra</translation>
    </message>
    <message>
        <source>Actions</source>
        <translation>Azioni</translation>
    </message>
    <message>
        <source>Help</source>
        <translation>Aiuto</translation>
    </message>
    <message numerus="yes">
        <source>%n patient(s)</source>
        <translation>
            <numerusform>%n paziente</numerusform>
            <numerusform>%n pazienti</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n action(s)</source>
        <translation>
            <numerusform>%n azione</numerusform>
            <numerusform>%n azioni</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n help</source>
        <translation>
            <numerusform>%n voce di aiuto</numerusform>
            <numerusform>%n voci di aiuto</numerusform>
        </translation>
    </message>
    <message>
        <source>nothing found</source>
        <translation>nessun risultato</translation>
    </message>
    <message>
        <source>({} y)</source>
        <translation>({} a)</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>Impostazioni</translation>
    </message>
</context>
<context>
    <name>PaperDesk</name>
    <message>
        <source>No program for this kind of file was found. Save the document and open it from there.</source>
        <translation>Non è stato trovato alcun programma per questo tipo di file. Salvare il documento e aprirlo da lì.</translation>
    </message>
    <message>
        <source>Save document as</source>
        <translation>Salva documento con nome</translation>
    </message>
    <message>
        <source>Saved to {}</source>
        <translation>Salvato in {}</translation>
    </message>
</context>
<context>
    <name>PaperField</name>
    <message>
        <source>Attach file…</source>
        <translation>Allega file…</translation>
    </message>
    <message>
        <source>or drop it here: PDF, PNG or JPEG, up to {} MB</source>
        <translation>oppure trascinarlo qui: PDF, PNG o JPEG, fino a {} MB</translation>
    </message>
    <message>
        <source>Go on without this file</source>
        <translation>Continua senza questo file</translation>
    </message>
    <message>
        <source>PDF and pictures (*.pdf *.png *.jpg *.jpeg);;All files (*)</source>
        <translation>PDF e immagini (*.pdf *.png *.jpg *.jpeg);;Tutti i file (*)</translation>
    </message>
    <message>
        <source>Attach file</source>
        <translation>Allega file</translation>
    </message>
    <message>
        <source>Leave out {}</source>
        <translation>Togli {}</translation>
    </message>
</context>
<context>
    <name>PaperSheet</name>
    <message>
        <source>Attach document</source>
        <translation>Allega documento</translation>
    </message>
    <message>
        <source>no visit</source>
        <translation>nessuna visita</translation>
    </message>
    <message>
        <source>Document</source>
        <translation>Documento</translation>
    </message>
    <message>
        <source>Title</source>
        <translation>Titolo</translation>
    </message>
    <message>
        <source>Visit</source>
        <translation>Visita</translation>
    </message>
    <message>
        <source>the file&apos;s name, unless written here</source>
        <translation>il nome del file, se non indicato qui</translation>
    </message>
</context>
<context>
    <name>PassphraseSheet</name>
    <message>
        <source>Give access</source>
        <translation>Dai accesso</translation>
    </message>
    <message>
        <source>Reset passphrase</source>
        <translation>Reimposta la frase segreta</translation>
    </message>
    <message>
        <source>New passphrase, 12 characters or more</source>
        <translation>Nuova frase segreta, almeno 12 caratteri</translation>
    </message>
    <message>
        <source>The same once more</source>
        <translation>Di nuovo la stessa</translation>
    </message>
    <message>
        <source>Tell it to the person alone. At the next unlocking it has to be changed.</source>
        <translation>Comunicarla solo alla persona. Al prossimo sblocco va cambiata.</translation>
    </message>
</context>
<context>
    <name>PasswordDialog</name>
    <message>
        <source>Protect with a password</source>
        <translation>Proteggi con una password</translation>
    </message>
    <message>
        <source>Password, {} characters or more</source>
        <translation>Password, almeno {} caratteri</translation>
    </message>
    <message>
        <source>The same once more</source>
        <translation>La stessa ancora una volta</translation>
    </message>
    <message>
        <source>Show what is typed</source>
        <translation>Mostra ciò che si digita</translation>
    </message>
    <message>
        <source>Continue</source>
        <translation>Continua</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Annulla</translation>
    </message>
    <message>
        <source>The file opens with this password alone. Tell it to the reader by telephone, not with the file.</source>
        <translation>Il file si apre solo con questa password. Comunicarla al destinatario per telefono, non insieme al file.</translation>
    </message>
    <message>
        <source>It is kept nowhere: if it is forgotten, save the document once more with another one.</source>
        <translation>Non viene conservata: se viene dimenticata, salvare di nuovo il documento con un&apos;altra.</translation>
    </message>
</context>
<context>
    <name>PastEntries</name>
    <message>
        <source>Recorded before</source>
        <translation>Registrati in precedenza</translation>
    </message>
    <message>
        <source>Revise</source>
        <translation>Modifica</translation>
    </message>
    <message>
        <source>Take back</source>
        <translation>Annulla</translation>
    </message>
</context>
<context>
    <name>PasteSheet</name>
    <message>
        <source>Pasted block</source>
        <translation>Blocco incollato</translation>
    </message>
    <message>
        <source>Nothing has been taken.</source>
        <translation>Non è stato acquisito nulla.</translation>
    </message>
    <message>
        <source>{wrong} of {lines} lines need a look.</source>
        <translation>{wrong} righe su {lines} sono da controllare.</translation>
    </message>
    <message>
        <source>and {} more</source>
        <translation>e altre {}</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Chiudi</translation>
    </message>
    <message>
        <source>Take {} values</source>
        <translation>Acquisisci {} valori</translation>
    </message>
    <message>
        <source>Take 1 value</source>
        <translation>Acquisisci 1 valore</translation>
    </message>
    <message>
        <source>{count} of {cells} cells hold another value.</source>
        <translation>{count} celle su {cells} contengono un altro valore.</translation>
    </message>
    <message>
        <source>Line {line}: {problem}</source>
        <translation>Riga {line}: {problem}</translation>
    </message>
    <message>
        <source>Line</source>
        <translation>Riga</translation>
    </message>
</context>
<context>
    <name>PatientActions</name>
    <message>
        <source>{name} is recorded as: {state}. No visit is expected any more.</source>
        <translation>{name} risulta: {state}. Non si attendono più visite.</translation>
    </message>
    <message>
        <source>{name} is recorded as: {state}. Change of state “Followed again” brings visits back.</source>
        <translation>{name} risulta: {state}. Il cambiamento di stato «Di nuovo seguito» fa tornare le visite.</translation>
    </message>
    <message>
        <source>Choose a task first.</source>
        <translation>Scegliere prima un&apos;attività.</translation>
    </message>
    <message>
        <source>No report of this patient is awaited.</source>
        <translation>Non è atteso alcun referto di questo paziente.</translation>
    </message>
</context>
<context>
    <name>PatientForm</name>
    <message>
        <source>Code</source>
        <translation>Codice</translation>
    </message>
    <message>
        <source>Family name</source>
        <translation>Cognome</translation>
    </message>
    <message>
        <source>Given name</source>
        <translation>Nome</translation>
    </message>
    <message>
        <source>12/3/1984, with all four digits of the year</source>
        <translation>12/3/1984, con le quattro cifre dell’anno</translation>
    </message>
    <message>
        <source>Birth date</source>
        <translation>Data di nascita</translation>
    </message>
    <message>
        <source>Sex</source>
        <translation>Sesso</translation>
    </message>
    <message>
        <source>Disease</source>
        <translation>Malattia</translation>
    </message>
    <message>
        <source>Form of the disease</source>
        <translation>Forma della malattia</translation>
    </message>
    <message>
        <source>Indication</source>
        <translation>Indicazione</translation>
    </message>
    <message>
        <source>Telephone</source>
        <translation>Telefono</translation>
    </message>
    <message>
        <source>Carer</source>
        <translation>Caregiver</translation>
    </message>
    <message>
        <source>Carer&apos;s telephone</source>
        <translation>Telefono del caregiver</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>Indirizzo</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>Lingua</translation>
    </message>
    <message>
        <source>Interpreter needed</source>
        <translation>Serve l’interprete</translation>
    </message>
    <message>
        <source>Allergies</source>
        <translation>Allergie</translation>
    </message>
    <message>
        <source>Which, separated by ;</source>
        <translation>Quali, separate da ;</translation>
    </message>
    <message>
        <source>Not tolerated without being an allergy; the reaction after a colon</source>
        <translation>Non tollerato senza essere un&apos;allergia; la reazione dopo i due punti</translation>
    </message>
    <message>
        <source>Intolerances, separated by ;</source>
        <translation>Intolleranze, separate da ;</translation>
    </message>
    <message>
        <source>Consent to keeping this record</source>
        <translation>Consenso alla tenuta di questa cartella</translation>
    </message>
    <message>
        <source>Consent to the registry</source>
        <translation>Consenso al registro</translation>
    </message>
    <message>
        <source>Answered about the registry on</source>
        <translation>Risposta sul registro il</translation>
    </message>
    <message>
        <source>Consent to research</source>
        <translation>Consenso alla ricerca</translation>
    </message>
    <message>
        <source>Answered about research on</source>
        <translation>Risposta sulla ricerca il</translation>
    </message>
    <message>
        <source>Referring neurologist</source>
        <translation>Neurologo inviante</translation>
    </message>
    <message>
        <source>GP</source>
        <translation>Medico curante</translation>
    </message>
    <message>
        <source>Responsible nurse</source>
        <translation>Infermiere responsabile</translation>
    </message>
    <message>
        <source>Tags</source>
        <translation>Etichette</translation>
    </message>
    <message>
        <source>Notes</source>
        <translation>Note</translation>
    </message>
</context>
<context>
    <name>PatientPage</name>
    <message>
        <source>Overview</source>
        <translation>Panoramica</translation>
    </message>
    <message>
        <source>Visits</source>
        <translation>Visite</translation>
    </message>
    <message>
        <source>Toxicity</source>
        <translation>Tossicità</translation>
    </message>
    <message>
        <source>Therapy</source>
        <translation>Terapia</translation>
    </message>
    <message>
        <source>Flowsheet</source>
        <translation>Esami</translation>
    </message>
    <message>
        <source>Documents</source>
        <translation>Documenti</translation>
    </message>
    <message>
        <source>Vaccines</source>
        <translation>Vaccini</translation>
    </message>
    <message>
        <source>Long term</source>
        <translation>Lungo termine</translation>
    </message>
    <message>
        <source>Disease</source>
        <translation>Malattia</translation>
    </message>
    <message>
        <source>History</source>
        <translation>Cronologia</translation>
    </message>
    <message>
        <source>Parts of the record</source>
        <translation>Parti della cartella</translation>
    </message>
    <message>
        <source>Visit</source>
        <translation>Visita</translation>
    </message>
    <message>
        <source>Letter</source>
        <translation>Lettera</translation>
    </message>
    <message>
        <source>Contact</source>
        <translation>Contatto</translation>
    </message>
    <message>
        <source>Print</source>
        <translation>Stampa</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Stato</translation>
    </message>
    <message>
        <source>Edit patient and transplant</source>
        <translation>Modifica paziente e trapianto</translation>
    </message>
    <message>
        <source>This is {name}, born {born}, {code}. Another patient has the same name: {others}</source>
        <translation>Questo paziente è {name}, data di nascita {born}, {code}. C’è un caso di omonimia: {others}</translation>
    </message>
    <message>
        <source>Neurology</source>
        <translation>Neurologia</translation>
    </message>
</context>
<context>
    <name>PatientStep</name>
    <message>
        <source>This is another person</source>
        <translation>È un’altra persona</translation>
    </message>
    <message>
        <source>Open that patient</source>
        <translation>Apri quel paziente</translation>
    </message>
    <message>
        <source>Choose</source>
        <translation>Scegliere</translation>
    </message>
    <message>
        <source>Add…</source>
        <translation>Aggiungi…</translation>
    </message>
    <message>
        <source>letters of the name</source>
        <translation>lettere del nome</translation>
    </message>
    <message>
        <source>A patient with this name and birth date is already registered</source>
        <translation>Un paziente con questo nome e data di nascita è già registrato</translation>
    </message>
</context>
<context>
    <name>PatientTasks</name>
    <message>
        <source>Tasks</source>
        <translation>Attività</translation>
    </message>
    <message>
        <source>{}, overdue</source>
        <translation>{}, scaduta</translation>
    </message>
    <message>
        <source>The unit</source>
        <translation>Il reparto</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>Fatto</translation>
    </message>
    <message>
        <source>Done: {}</source>
        <translation>Fatto: {}</translation>
    </message>
    <message>
        <source>Change</source>
        <translation>Modifica</translation>
    </message>
    <message>
        <source>Change: {}</source>
        <translation>Modifica: {}</translation>
    </message>
    <message>
        <source>{} more</source>
        <translation>altre {}</translation>
    </message>
</context>
<context>
    <name>PatientsPage</name>
    <message>
        <source>Patient</source>
        <translation>Paziente</translation>
    </message>
    <message>
        <source>Born</source>
        <translation>Nascita</translation>
    </message>
    <message>
        <source>Code</source>
        <translation>Codice</translation>
    </message>
    <message>
        <source>Disease</source>
        <translation>Malattia</translation>
    </message>
    <message>
        <source>Day</source>
        <translation>Giorno</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Stato</translation>
    </message>
    <message>
        <source>Next visit</source>
        <translation>Prossima visita</translation>
    </message>
    <message>
        <source>Patients</source>
        <translation>Pazienti</translation>
    </message>
    <message>
        <source>Filter by name, code or birth date</source>
        <translation>Filtra per nome, codice o data di nascita</translation>
    </message>
    <message>
        <source>Filter</source>
        <translation>Filtro</translation>
    </message>
    <message>
        <source>the first {}; type to narrow</source>
        <translation>i primi {}; scrivere per restringere</translation>
    </message>
    <message numerus="yes">
        <source>%n patient(s)</source>
        <translation>
            <numerusform>%n paziente</numerusform>
            <numerusform>%n pazienti</numerusform>
        </translation>
    </message>
    <message>
        <source>Nobody is found by that.</source>
        <translation>Nessun paziente corrisponde.</translation>
    </message>
    <message>
        <source>Show all patients</source>
        <translation>Mostra tutti i pazienti</translation>
    </message>
    <message>
        <source>There is no patient in this file yet.</source>
        <translation>In questo file non c’è ancora alcun paziente.</translation>
    </message>
    <message>
        <source>New patient</source>
        <translation>Nuovo paziente</translation>
    </message>
</context>
<context>
    <name>PdfView</name>
    <message>
        <source>Pages as they print</source>
        <translation>Pagine come si stampano</translation>
    </message>
    <message>
        <source>Pages</source>
        <translation>Pagine</translation>
    </message>
    <message>
        <source>Preview</source>
        <translation>Anteprima</translation>
    </message>
    <message>
        <source>Search</source>
        <translation>Cerca</translation>
    </message>
    <message>
        <source>Search in the text</source>
        <translation>Cerca nel testo</translation>
    </message>
    <message>
        <source>Smaller</source>
        <translation>Più piccolo</translation>
    </message>
    <message>
        <source>Larger</source>
        <translation>Più grande</translation>
    </message>
    <message>
        <source>Width</source>
        <translation>Larghezza</translation>
    </message>
    <message>
        <source>Page</source>
        <translation>Pagina</translation>
    </message>
    <message>
        <source>Fit: {}</source>
        <translation>Adatta: {}</translation>
    </message>
    <message>
        <source>Save with a password…</source>
        <translation>Salva con una password…</translation>
    </message>
    <message>
        <source>Print</source>
        <translation>Stampa</translation>
    </message>
    <message>
        <source>Save as…</source>
        <translation>Salva con nome…</translation>
    </message>
    <message>
        <source>Show in folder</source>
        <translation>Mostra nella cartella</translation>
    </message>
    <message>
        <source>{} of {}</source>
        <translation>{} di {}</translation>
    </message>
    <message>
        <source>not found</source>
        <translation>non trovato</translation>
    </message>
    <message>
        <source>The printer does not answer, so the document was not printed or not to its end</source>
        <translation>La stampante non risponde, perciò il documento non è stato stampato o non per intero</translation>
    </message>
    <message>
        <source>check it and print once more, choose another one, or save the PDF.</source>
        <translation>controllarla e ristampare, sceglierne un&apos;altra oppure salvare il PDF.</translation>
    </message>
    <message>
        <source>PDF (*.pdf)</source>
        <translation>PDF (*.pdf)</translation>
    </message>
    <message>
        <source>Save as</source>
        <translation>Salva con nome</translation>
    </message>
    <message>
        <source>Saved with a password to {}</source>
        <translation>Salvato con una password in {}</translation>
    </message>
    <message>
        <source>Saved to {}</source>
        <translation>Salvato in {}</translation>
    </message>
</context>
<context>
    <name>PeriodPager</name>
    <message>
        <source>Earlier days</source>
        <translation>Giorni precedenti</translation>
    </message>
    <message>
        <source>Later days</source>
        <translation>Giorni successivi</translation>
    </message>
</context>
<context>
    <name>PhasePanel</name>
    <message>
        <source>Worst grade by phase</source>
        <translation>Grado peggiore per fase</translation>
    </message>
    <message>
        <source>, v{}</source>
        <translation>, v{}</translation>
    </message>
    <message>
        <source>terms shown</source>
        <translation>termini visibili</translation>
    </message>
    <message>
        <source>terms hidden</source>
        <translation>termini nascosti</translation>
    </message>
    <message>
        <source>All systems</source>
        <translation>Tutti gli apparati</translation>
    </message>
</context>
<context>
    <name>PhraseLine</name>
    <message>
        <source>Phrases</source>
        <translation>Frasi</translation>
    </message>
    <message>
        <source>All</source>
        <translation>Tutte</translation>
    </message>
</context>
<context>
    <name>PhraseSheet</name>
    <message>
        <source>New phrase</source>
        <translation>Nuova frase</translation>
    </message>
    <message>
        <source>Phrase</source>
        <translation>Frase</translation>
    </message>
    <message>
        <source>Name in the list</source>
        <translation>Nome nell&apos;elenco</translation>
    </message>
    <message>
        <source>Section</source>
        <translation>Sezione</translation>
    </message>
    <message>
        <source>Only in these letters (none: in all)</source>
        <translation>Solo in queste lettere (nessuna: in tutte)</translation>
    </message>
    <message>
        <source>Text in English</source>
        <translation>Testo in inglese</translation>
    </message>
    <message>
        <source>Text in Italian</source>
        <translation>Testo in italiano</translation>
    </message>
    <message>
        <source>the patient&apos;s name</source>
        <translation>nome del paziente</translation>
    </message>
    <message>
        <source>age in years on the letter&apos;s day</source>
        <translation>età in anni il giorno della lettera</translation>
    </message>
    <message>
        <source>date of Day 0</source>
        <translation>data del giorno 0</translation>
    </message>
    <message>
        <source>the letter&apos;s day, counted from Day 0: +180</source>
        <translation>giorno della lettera contato dal giorno 0: +180</translation>
    </message>
    <message>
        <source>whole months since Day 0</source>
        <translation>mesi interi dal giorno 0</translation>
    </message>
    <message>
        <source>the last EDSS</source>
        <translation>ultimo EDSS</translation>
    </message>
    <message>
        <source>the day of that EDSS</source>
        <translation>data di quell&apos;EDSS</translation>
    </message>
    <message>
        <source>the letter&apos;s date</source>
        <translation>data della lettera</translation>
    </message>
    <message>
        <source>the unit&apos;s telephone</source>
        <translation>telefono del centro</translation>
    </message>
    <message>
        <source>the unit&apos;s name</source>
        <translation>nome del centro</translation>
    </message>
    <message>
        <source>Filled from the record:</source>
        <translation>Riempiti dalla cartella:</translation>
    </message>
    <message>
        <source>A language without a text gets the English one, marked as not translated.</source>
        <translation>Una lingua senza testo riceve quello inglese, segnalato come non tradotto.</translation>
    </message>
    <message>
        <source>This phrase came with the program: saved, it becomes the unit&apos;s own. Without any text it is hidden.</source>
        <translation>Questa frase è fornita con il programma: una volta salvata diventa del centro. Senza alcun testo viene nascosta.</translation>
    </message>
</context>
<context>
    <name>PhrasesPanel</name>
    <message>
        <source>Phrases of letters</source>
        <translation>Frasi per le lettere</translation>
    </message>
    <message>
        <source>Enter opens a phrase</source>
        <translation>Invio apre una frase</translation>
    </message>
    <message>
        <source>New phrase</source>
        <translation>Nuova frase</translation>
    </message>
    <message>
        <source>Take back…</source>
        <translation>Annulla…</translation>
    </message>
    <message>
        <source>Phrase</source>
        <translation>Frase</translation>
    </message>
    <message>
        <source>Text</source>
        <translation>Testo</translation>
    </message>
    <message>
        <source>Languages</source>
        <translation>Lingue</translation>
    </message>
    <message>
        <source>From</source>
        <translation>Origine</translation>
    </message>
    <message>
        <source>the unit</source>
        <translation>il centro</translation>
    </message>
    <message>
        <source>the program</source>
        <translation>il programma</translation>
    </message>
    <message>
        <source>hidden: it has no text</source>
        <translation>nascosta: non ha testo</translation>
    </message>
    <message>
        <source>Take back a phrase</source>
        <translation>Annulla una frase</translation>
    </message>
</context>
<context>
    <name>PinEdit</name>
    <message>
        <source>{} digits</source>
        <translation>{} cifre</translation>
    </message>
</context>
<context>
    <name>PinField</name>
    <message>
        <source>PIN</source>
        <translation>PIN</translation>
    </message>
    <message>
        <source>{} tries, then the passphrase is needed</source>
        <translation>{} tentativi, poi serve la frase segreta</translation>
    </message>
    <message>
        <source>1 try, then the passphrase is needed</source>
        <translation>1 tentativo, poi serve la frase segreta</translation>
    </message>
</context>
<context>
    <name>PlainPage</name>
    <message>
        <source>File without encryption</source>
        <translation>File non cifrato</translation>
    </message>
    <message>
        <source>Encrypt this file…</source>
        <translation>Cifra questo file…</translation>
    </message>
    <message>
        <source>Open without encryption</source>
        <translation>Apri senza cifrare</translation>
    </message>
    <message>
        <source>Whoever gets hold of this file, of a copy or of this computer&apos;s disk can read it: names, birth dates, findings. Nobody has to unlock it, so nobody can be held to what was entered.</source>
        <translation>Chi ottiene questo file, una copia o il disco di questo computer può leggerlo: nomi, date di nascita, referti. Nessuno deve sbloccarlo, quindi nessuno risponde di ciò che è stato inserito.</translation>
    </message>
    <message>
        <source>Encrypting takes a minute. A checked copy is made first; the file as it is now stays beside it until you remove it. You choose a passphrase, become the administrator and print a recovery key.</source>
        <translation>Cifrare richiede un minuto. Prima si fa una copia verificata; il file com&apos;è ora resta accanto finché non lo si elimina. Si sceglie una frase segreta, si diventa amministratore e si stampa una chiave di recupero.</translation>
    </message>
    <message>
        <source>This file is not encrypted.</source>
        <translation>Questo file non è cifrato.</translation>
    </message>
    <message>
        <source>Your name</source>
        <translation>Nome e cognome</translation>
    </message>
    <message>
        <source>Passphrase</source>
        <translation>Frase segreta</translation>
    </message>
    <message>
        <source>Passphrase once more</source>
        <translation>Frase segreta, di nuovo</translation>
    </message>
    <message>
        <source>Encrypt</source>
        <translation>Cifra</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>Indietro</translation>
    </message>
    <message>
        <source>Encrypt this file</source>
        <translation>Cifra questo file</translation>
    </message>
    <message>
        <source>At least 12 characters: four or five words that do not belong together are easy to remember.</source>
        <translation>Almeno 12 caratteri: quattro o cinque parole che non stanno insieme si ricordano facilmente.</translation>
    </message>
    <message>
        <source>Role</source>
        <translation>Ruolo</translation>
    </message>
    <message>
        <source>Write your name: it stands at every entry you make.</source>
        <translation>Scrivere il proprio nome: compare accanto a ogni voce inserita.</translation>
    </message>
    <message>
        <source>Choose a passphrase.</source>
        <translation>Scegliere una frase segreta.</translation>
    </message>
    <message>
        <source>The two are not the same. Type the passphrase once more.</source>
        <translation>Le due non sono uguali. Scrivere di nuovo la frase segreta.</translation>
    </message>
    <message>
        <source>Encrypting…</source>
        <translation>Cifratura…</translation>
    </message>
</context>
<context>
    <name>PlanBlock</name>
    <message>
        <source>Print plan</source>
        <translation>Stampa piano</translation>
    </message>
    <message>
        <source>Decided: {}</source>
        <translation>Decise: {}</translation>
    </message>
    <message>
        <source>Propose again</source>
        <translation>Proponi di nuovo</translation>
    </message>
</context>
<context>
    <name>PlanCard</name>
    <message>
        <source>Why it is declined</source>
        <translation>Perché viene rifiutata</translation>
    </message>
    <message>
        <source>Accept</source>
        <translation>Accetta</translation>
    </message>
    <message>
        <source>Change</source>
        <translation>Modifica</translation>
    </message>
    <message>
        <source>Decline</source>
        <translation>Rifiuta</translation>
    </message>
</context>
<context>
    <name>PlanSheet</name>
    <message>
        <source>Change what the plan proposes</source>
        <translation>Modifica la proposta del piano</translation>
    </message>
</context>
<context>
    <name>PracticeTag</name>
    <message>
        <source>PRACTICE</source>
        <translation>ESERCITAZIONE</translation>
    </message>
    <message>
        <source>Practice file: invented patients</source>
        <translation>File di esercitazione: pazienti inventati</translation>
    </message>
</context>
<context>
    <name>PreviewDesk</name>
    <message>
        <source>Printed to {}</source>
        <translation>Stampa salvata in {}</translation>
    </message>
    <message>
        <source>The print cannot be read any more: {}</source>
        <translation>La stampa non si può più leggere: {}</translation>
    </message>
    <message>
        <source>The folder for prints cannot be made: {}</source>
        <translation>Impossibile creare la cartella per le stampe: {}</translation>
    </message>
</context>
<context>
    <name>PreviewView</name>
    <message>
        <source>Patient</source>
        <translation>Paziente</translation>
    </message>
    <message>
        <source>Code</source>
        <translation>Codice</translation>
    </message>
    <message>
        <source>Visit</source>
        <translation>Visita</translation>
    </message>
    <message>
        <source>Birth date</source>
        <translation>Nascita</translation>
    </message>
    <message>
        <source>Why it is on the list</source>
        <translation>Perché è in elenco</translation>
    </message>
    <message>
        <source>First Today</source>
        <translation>Primo Oggi</translation>
    </message>
    <message>
        <source>The first Today</source>
        <translation>Il primo Oggi</translation>
    </message>
    <message>
        <source>what would stand on it once the rows are in</source>
        <translation>che cosa mostrerebbe una volta importate le righe</translation>
    </message>
    <message>
        <source>nothing would be due or late</source>
        <translation>nulla sarebbe da fare o in ritardo</translation>
    </message>
</context>
<context>
    <name>PrintLine</name>
    <message>
        <source>Letter</source>
        <translation>Lettera</translation>
    </message>
    <message>
        <source>Registry sheet</source>
        <translation>Scheda per il registro</translation>
    </message>
    <message>
        <source>Summary</source>
        <translation>Riepilogo</translation>
    </message>
    <message>
        <source>Emergency summary</source>
        <translation>Scheda per l’emergenza</translation>
    </message>
    <message>
        <source>Patient plan</source>
        <translation>Piano per il paziente</translation>
    </message>
    <message>
        <source>Medicine plan</source>
        <translation>Piano dei farmaci</translation>
    </message>
    <message>
        <source>Vaccine plan for the GP</source>
        <translation>Piano vaccinale per il curante</translation>
    </message>
    <message>
        <source>Patient card</source>
        <translation>Tessera del paziente</translation>
    </message>
    <message>
        <source>Care plan</source>
        <translation>Piano di cura</translation>
    </message>
    <message>
        <source>Disease</source>
        <translation>Malattia</translation>
    </message>
    <message>
        <source>Outcome measures</source>
        <translation>Misure di esito</translation>
    </message>
    <message>
        <source>Selection</source>
        <translation>Selezione</translation>
    </message>
    <message>
        <source>Day-by-day sheet</source>
        <translation>Foglio giornaliero</translation>
    </message>
    <message>
        <source>Immune reconstitution</source>
        <translation>Ricostituzione immunologica</translation>
    </message>
    <message>
        <source>Therapy plan</source>
        <translation>Piano terapeutico</translation>
    </message>
    <message>
        <source>Print: {}</source>
        <translation>Stampare: {}</translation>
    </message>
    <message>
        <source>Reader’s language</source>
        <translation>Lingua del lettore</translation>
    </message>
    <message>
        <source>Language of the paper</source>
        <translation>Lingua del documento</translation>
    </message>
    <message>
        <source>The language in which the papers of these buttons are written</source>
        <translation>La lingua in cui sono scritti i documenti di questi pulsanti</translation>
    </message>
    <message>
        <source>Print</source>
        <translation>Stampa</translation>
    </message>
</context>
<context>
    <name>PrintPreviewPage</name>
    <message>
        <source>Open with another program</source>
        <translation>Apri con un altro programma</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>Indietro</translation>
    </message>
    <message>
        <source>Print preview</source>
        <translation>Anteprima di stampa</translation>
    </message>
    <message>
        <source>As it prints</source>
        <translation>Come si stampa</translation>
    </message>
    <message>
        <source>{} · kept only if it is saved</source>
        <translation>{} · si conserva solo se viene salvato</translation>
    </message>
</context>
<context>
    <name>Printer</name>
    <message>
        <source>Stopped: nothing was printed</source>
        <translation>Interrotto: nulla è stato stampato</translation>
    </message>
    <message>
        <source>Stopped: {0} of {1} letters are in {2}</source>
        <translation>Interrotto: {0} lettere su {1} sono in {2}</translation>
    </message>
    <message>
        <source>1 letter written to {1}</source>
        <translation>1 lettera salvata in {1}</translation>
    </message>
    <message>
        <source>{0} letters written to {1}</source>
        <translation>{0} lettere salvate in {1}</translation>
    </message>
    <message>
        <source>{0} of {1} letters could not be made: {2}</source>
        <translation>{0} di {1} lettere non sono state prodotte: {2}</translation>
    </message>
    <message>
        <source>The folder for prints cannot be made: {}</source>
        <translation>Impossibile creare la cartella delle stampe: {}</translation>
    </message>
    <message>
        <source>No program for PDF files was found. The file is {}</source>
        <translation>Nessun programma per i PDF trovato. Il file è {}</translation>
    </message>
</context>
<context>
    <name>ProfessionalCard</name>
    <message>
        <source>New neurologist</source>
        <translation>Nuovo neurologo</translation>
    </message>
    <message>
        <source>New GP</source>
        <translation>Nuovo medico curante</translation>
    </message>
    <message>
        <source>Add</source>
        <translation>Aggiungi</translation>
    </message>
    <message>
        <source>Leave out</source>
        <translation>Non aggiungere</translation>
    </message>
    <message>
        <source>A new neurologist or GP is saved at once.</source>
        <translation>Un nuovo neurologo o medico curante viene salvato subito.</translation>
    </message>
</context>
<context>
    <name>ProfessionalForm</name>
    <message>
        <source>Name</source>
        <translation>Nome</translation>
    </message>
    <message>
        <source>Language of letters</source>
        <translation>Lingua delle lettere</translation>
    </message>
    <message>
        <source>Institution</source>
        <translation>Ente</translation>
    </message>
    <message>
        <source>Telephone</source>
        <translation>Telefono</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>Indirizzo</translation>
    </message>
    <message>
        <source>E-mail</source>
        <translation>E-mail</translation>
    </message>
</context>
<context>
    <name>ProposalCard</name>
    <message>
        <source>Why it is dismissed</source>
        <translation>Perché viene scartata</translation>
    </message>
    <message>
        <source>Grade {}</source>
        <translation>Grado {}</translation>
    </message>
    <message>
        <source>Accept</source>
        <translation>Accetta</translation>
    </message>
    <message>
        <source>Accept, add details</source>
        <translation>Accetta e completa</translation>
    </message>
    <message>
        <source>Dismiss</source>
        <translation>Scarta</translation>
    </message>
    <message>
        <source>grade {}</source>
        <translation>grado {}</translation>
    </message>
    <message>
        <source>Proposed</source>
        <translation>Proposta</translation>
    </message>
</context>
<context>
    <name>ProposalsBlock</name>
    <message>
        <source>Rules and approval</source>
        <translation>Regole e approvazione</translation>
    </message>
    <message>
        <source>{} more</source>
        <translation>altre {}</translation>
    </message>
    <message>
        <source>Show them</source>
        <translation>Mostra</translation>
    </message>
</context>
<context>
    <name>ProtocolCard</name>
    <message>
        <source>Protocol</source>
        <translation>Protocollo</translation>
    </message>
    <message>
        <source>Versions</source>
        <translation>Versioni</translation>
    </message>
    <message>
        <source>What if</source>
        <translation>Simulazione</translation>
    </message>
    <message>
        <source>Parts of the protocol</source>
        <translation>Parti del protocollo</translation>
    </message>
    <message>
        <source>Approve…</source>
        <translation>Approva…</translation>
    </message>
    <message>
        <source>Withdraw approval…</source>
        <translation>Ritira approvazione…</translation>
    </message>
    <message>
        <source>Edit</source>
        <translation>Modifica</translation>
    </message>
    <message>
        <source>Copy into the unit&apos;s folder…</source>
        <translation>Copia nella cartella del centro…</translation>
    </message>
    <message>
        <source>Print</source>
        <translation>Stampa</translation>
    </message>
    <message>
        <source>Back to the present text</source>
        <translation>Torna al testo attuale</translation>
    </message>
    <message>
        <source>1 on an older text</source>
        <translation>1 su un testo precedente</translation>
    </message>
    <message>
        <source>{} on older texts</source>
        <translation>{} su testi precedenti</translation>
    </message>
    <message>
        <source>Move patients ({})…</source>
        <translation>Sposta pazienti ({})…</translation>
    </message>
    <message>
        <source>approved</source>
        <translation>approvato</translation>
    </message>
    <message>
        <source>changed since approval</source>
        <translation>modificato dopo l&apos;approvazione</translation>
    </message>
    <message>
        <source>Another text was {}. This one is not approved.</source>
        <translation>Un altro testo è stato {}. Questo non è approvato.</translation>
    </message>
    <message>
        <source>kept text: version {}</source>
        <translation>testo conservato: versione {}</translation>
    </message>
</context>
<context>
    <name>ProtocolDocument</name>
    <message>
        <source>Course</source>
        <translation>Decorso</translation>
    </message>
    <message>
        <source>Visit</source>
        <translation>Visita</translation>
    </message>
    <message>
        <source>When</source>
        <translation>Quando</translation>
    </message>
    <message>
        <source>Window</source>
        <translation>Finestra</translation>
    </message>
    <message>
        <source>Repeats</source>
        <translation>Ripetizione</translation>
    </message>
    <message>
        <source>Where</source>
        <translation>Dove</translation>
    </message>
    <message>
        <source>Form</source>
        <translation>Modulo</translation>
    </message>
    <message>
        <source>Visits of the protocol</source>
        <translation>Visite del protocollo</translation>
    </message>
    <message>
        <source>Test</source>
        <translation>Esame</translation>
    </message>
    <message>
        <source>Tests at each visit</source>
        <translation>Esami a ogni visita</translation>
    </message>
    <message>
        <source>always</source>
        <translation>sempre</translation>
    </message>
    <message>
        <source>if indicated</source>
        <translation>se indicato</translation>
    </message>
    <message>
        <source>not planned</source>
        <translation>non previsto</translation>
    </message>
</context>
<context>
    <name>ProtocolEditor</name>
    <message>
        <source>Leave</source>
        <translation>Esci</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>Salva</translation>
    </message>
    <message>
        <source>Take the file&apos;s text</source>
        <translation>Prendi il testo del file</translation>
    </message>
    <message>
        <source>Keep mine</source>
        <translation>Mantieni il mio</translation>
    </message>
    <message>
        <source>Text of the protocol</source>
        <translation>Testo del protocollo</translation>
    </message>
    <message>
        <source>Line</source>
        <translation>Riga</translation>
    </message>
    <message>
        <source>Visit</source>
        <translation>Visita</translation>
    </message>
    <message>
        <source>What is wrong, and what to do</source>
        <translation>Che cosa non va e come rimediare</translation>
    </message>
    <message>
        <source>Mistakes in the text</source>
        <translation>Errori nel testo</translation>
    </message>
    <message>
        <source>Your unsaved text of {} is put back.</source>
        <translation>Il testo non salvato delle {} è stato ripristinato.</translation>
    </message>
    <message>
        <source>Ctrl+Z shows the text of the file.</source>
        <translation>Ctrl+Z mostra il testo del file.</translation>
    </message>
    <message>
        <source>draft kept {}</source>
        <translation>bozza conservata alle {}</translation>
    </message>
    <message>
        <source>not saved</source>
        <translation>non salvato</translation>
    </message>
    <message>
        <source>saved</source>
        <translation>salvato</translation>
    </message>
    <message>
        <source>1 mistake</source>
        <translation>1 errore</translation>
    </message>
    <message>
        <source>{} mistakes</source>
        <translation>{} errori</translation>
    </message>
    <message>
        <source>no mistake</source>
        <translation>nessun errore</translation>
    </message>
    <message>
        <source>Not saved: 1 mistake.</source>
        <translation>Non salvato: 1 errore.</translation>
    </message>
    <message>
        <source>Not saved: {} mistakes.</source>
        <translation>Non salvato: {} errori.</translation>
    </message>
    <message>
        <source>F8 goes from one to the next.</source>
        <translation>F8 passa da un errore al successivo.</translation>
    </message>
    <message>
        <source>The file {} was changed by another program since you opened it.</source>
        <translation>Il file {} è stato modificato da un altro programma dopo l&apos;apertura.</translation>
    </message>
    <message>
        <source>Nothing was saved. Take its text (Ctrl+Z brings yours back), or keep yours: the next save writes it, and the other text stays beside it as .bak.</source>
        <translation>Non è stato salvato nulla. Prendere il testo del file (Ctrl+Z ripristina il proprio) oppure mantenere il proprio: verrà scritto al prossimo salvataggio e l&apos;altro testo resterà accanto come .bak.</translation>
    </message>
</context>
<context>
    <name>ProtocolMoving</name>
    <message>
        <source>Patient</source>
        <translation>Paziente</translation>
    </message>
    <message>
        <source>Born</source>
        <translation>Nascita</translation>
    </message>
    <message>
        <source>Version</source>
        <translation>Versione</translation>
    </message>
    <message>
        <source>What changes</source>
        <translation>Che cosa cambia</translation>
    </message>
    <message>
        <source>Patients on older texts</source>
        <translation>Pazienti su testi precedenti</translation>
    </message>
    <message>
        <source>Tick all</source>
        <translation>Seleziona tutti</translation>
    </message>
    <message>
        <source>One Ctrl+Z brings it all back</source>
        <translation>Un solo Ctrl+Z ripristina tutto</translation>
    </message>
    <message>
        <source>Leave</source>
        <translation>Esci</translation>
    </message>
    <message>
        <source>Move to version {}</source>
        <translation>Passaggio alla versione {}</translation>
    </message>
    <message>
        <source>Move 1 patient</source>
        <translation>Sposta 1 paziente</translation>
    </message>
    <message>
        <source>Move {} patients</source>
        <translation>Sposta {} pazienti</translation>
    </message>
    <message>
        <source>Tick whom to move</source>
        <translation>Selezionare chi spostare</translation>
    </message>
    <message>
        <source>1 visit not decided stays as it is</source>
        <translation>1 visita non decisa resta com&apos;è</translation>
    </message>
    <message>
        <source>{} visits not decided stay as they are</source>
        <translation>{} visite non decise restano come sono</translation>
    </message>
    <message>
        <source>ticked</source>
        <translation>selezionato</translation>
    </message>
    <message>
        <source>not ticked</source>
        <translation>non selezionato</translation>
    </message>
    <message>
        <source>1 asks</source>
        <translation>1 da decidere</translation>
    </message>
    <message>
        <source>{} ask</source>
        <translation>{} da decidere</translation>
    </message>
    <message>
        <source>1 changes</source>
        <translation>1 cambia</translation>
    </message>
    <message>
        <source>{} change</source>
        <translation>{} cambiano</translation>
    </message>
    <message>
        <source>no change</source>
        <translation>nulla cambia</translation>
    </message>
    <message>
        <source>Everybody is on the present text.</source>
        <translation>Tutti sono sul testo attuale.</translation>
    </message>
    <message>
        <source>No preview: the patient&apos;s plan has changed. Open this page again.</source>
        <translation>Nessuna anteprima: il piano del paziente è cambiato. Riaprire questa pagina.</translation>
    </message>
</context>
<context>
    <name>ProtocolPreview</name>
    <message>
        <source>Course</source>
        <translation>Decorso</translation>
    </message>
    <message>
        <source>as before the mistake</source>
        <translation>prima dell&apos;errore</translation>
    </message>
    <message>
        <source>The picture is drawn once the text has no mistake.</source>
        <translation>La figura compare quando il testo non contiene errori.</translation>
    </message>
    <message>
        <source>Preview</source>
        <translation>Anteprima</translation>
    </message>
</context>
<context>
    <name>ProtocolsPage</name>
    <message>
        <source>Protocols</source>
        <translation>Protocolli</translation>
    </message>
    <message>
        <source>Protocol</source>
        <translation>Protocollo</translation>
    </message>
    <message>
        <source>Choose folder…</source>
        <translation>Scegli cartella…</translation>
    </message>
    <message>
        <source>Opening the file …</source>
        <translation>Apertura del file …</translation>
    </message>
    <message>
        <source>1 patient</source>
        <translation>1 paziente</translation>
    </message>
    <message>
        <source>{} patients</source>
        <translation>{} pazienti</translation>
    </message>
    <message>
        <source>1 on an older text</source>
        <translation>1 su testo precedente</translation>
    </message>
    <message>
        <source>{} on older texts</source>
        <translation>{} su testi precedenti</translation>
    </message>
    <message>
        <source>version {}</source>
        <translation>versione {}</translation>
    </message>
    <message>
        <source>approved</source>
        <translation>approvato</translation>
    </message>
    <message>
        <source>changed since approval</source>
        <translation>cambiato dall&apos;approvazione</translation>
    </message>
    <message>
        <source>not approved</source>
        <translation>non approvato</translation>
    </message>
    <message>
        <source>1 mistake</source>
        <translation>1 errore</translation>
    </message>
    <message>
        <source>{} mistakes</source>
        <translation>{} errori</translation>
    </message>
    <message>
        <source>not used</source>
        <translation>non usato</translation>
    </message>
    <message>
        <source>The unit has no folder for its own protocols yet.</source>
        <translation>Il centro non ha ancora una cartella per i propri protocolli.</translation>
    </message>
    <message>
        <source>Folder with the unit&apos;s own protocols</source>
        <translation>Cartella con i protocolli del centro</translation>
    </message>
    <message>
        <source>Withdraw approval</source>
        <translation>Ritira approvazione</translation>
    </message>
    <message>
        <source>A file with mistakes is not printed; mend it first.</source>
        <translation>Un file con errori non si stampa; correggerlo prima.</translation>
    </message>
</context>
<context>
    <name>PseudonymiseSheet</name>
    <message>
        <source>Pseudonymise</source>
        <translation>Pseudonimizzare</translation>
    </message>
    <message>
        <source>The patient&apos;s code, typed once more</source>
        <translation>Il codice del paziente, scritto ancora una volta</translation>
    </message>
    <message>
        <source>Reason, without the name</source>
        <translation>Motivo, senza il nome</translation>
    </message>
    <message>
        <source>Leave</source>
        <translation>Esci</translation>
    </message>
    <message>
        <source>Pseudonymise for good</source>
        <translation>Pseudonimizza per sempre</translation>
    </message>
    <message>
        <source>Nobody can bring it back: not by Undo, not by an administrator.</source>
        <translation>Nessuno può ripristinarlo: né con Annulla, né un amministratore.</translation>
    </message>
    <message>
        <source>This cannot be undone</source>
        <translation>Non si può annullare</translation>
    </message>
    <message>
        <source>Is taken out of the file</source>
        <translation>Viene tolto dal file</translation>
    </message>
    <message>
        <source>Diagnoses, transplants, visits, results, toxicities and therapies with their days stay.</source>
        <translation>Diagnosi, trapianti, visite, risultati, tossicità e terapie restano, con i loro giorni.</translation>
    </message>
    <message>
        <source>The change log goes on to prove that nobody altered them.</source>
        <translation>Il registro delle modifiche continua a provare che nessuno le ha alterate.</translation>
    </message>
    <message>
        <source>Still names the patient afterwards</source>
        <translation>Nomina ancora il paziente, dopo</translation>
    </message>
</context>
<context>
    <name>Rail</name>
    <message>
        <source>Places</source>
        <translation>Sezioni</translation>
    </message>
</context>
<context>
    <name>RailButton</name>
    <message>
        <source>{place}, {n} late</source>
        <translation>{place}, {n} in ritardo</translation>
    </message>
</context>
<context>
    <name>RangeForm</name>
    <message>
        <source>Valid from</source>
        <translation>Valido dal</translation>
    </message>
    <message>
        <source>Valid until</source>
        <translation>Valido fino al</translation>
    </message>
    <message>
        <source>Test</source>
        <translation>Esame</translation>
    </message>
    <message>
        <source>Unit</source>
        <translation>Unità</translation>
    </message>
    <message>
        <source>LLN</source>
        <translation>LLN</translation>
    </message>
    <message>
        <source>ULN</source>
        <translation>ULN</translation>
    </message>
    <message>
        <source>Sex</source>
        <translation>Sesso</translation>
    </message>
    <message>
        <source>Age from</source>
        <translation>Età da</translation>
    </message>
    <message>
        <source>Below age</source>
        <translation>Sotto l’età di</translation>
    </message>
    <message>
        <source>Save range</source>
        <translation>Salva intervallo</translation>
    </message>
    <message>
        <source>Remove range</source>
        <translation>Rimuovi intervallo</translation>
    </message>
    <message>
        <source>both</source>
        <translation>entrambi</translation>
    </message>
</context>
<context>
    <name>ReactionLine</name>
    <message>
        <source>Treatment</source>
        <translation>Trattamento</translation>
    </message>
    <message>
        <source>CRS and ICANS stand on the treatment page (Shift+T).</source>
        <translation>CRS e ICANS si trovano nella pagina del trattamento (Maiusc+T).</translation>
    </message>
</context>
<context>
    <name>ReasonSheet</name>
    <message>
        <source>Reason</source>
        <translation>Motivo</translation>
    </message>
    <message>
        <source>The entry stays in the file, struck out with your name and this reason.</source>
        <translation>La voce resta nel file, annullata con il Suo nome e questo motivo.</translation>
    </message>
</context>
<context>
    <name>RecheckBlock</name>
    <message>
        <source>Recheck on {}</source>
        <translation>Rivalutare il {}</translation>
    </message>
    <message>
        <source>Dismiss…</source>
        <translation>Respingi…</translation>
    </message>
    <message>
        <source>Seen again…</source>
        <translation>Rivisto…</translation>
    </message>
</context>
<context>
    <name>RecheckSheet</name>
    <message>
        <source>Possible pseudo-relapse: examine again</source>
        <translation>Possibile pseudo-ricaduta: rivalutare</translation>
    </message>
    <message>
        <source>Examine again on</source>
        <translation>Rivalutare il</translation>
    </message>
    <message>
        <source>Becomes a task of the unit. MRI only where it lasts more than 24 to 48 hours without fever.</source>
        <translation>Diventa un&apos;attività del centro. RM solo se persiste oltre 24-48 ore senza febbre.</translation>
    </message>
</context>
<context>
    <name>ReconstitutionPage</name>
    <message>
        <source>Print</source>
        <translation>Stampa</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>Indietro</translation>
    </message>
</context>
<context>
    <name>RecordSheet</name>
    <message>
        <source>draft kept {}</source>
        <translation>bozza conservata alle {}</translation>
    </message>
    <message>
        <source>Save anyway</source>
        <translation>Salva comunque</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>Salva</translation>
    </message>
</context>
<context>
    <name>RecoveryKeyDialog</name>
    <message>
        <source>Recovery key</source>
        <translation>Chiave di recupero</translation>
    </message>
    <message>
        <source>This page is shown once.</source>
        <translation>Questo foglio si mostra una volta sola.</translation>
    </message>
    <message>
        <source>Print it, fold it, seal it, and keep it where the unit keeps what nobody may lose or read.</source>
        <translation>Stamparlo, piegarlo, sigillarlo e tenerlo dove il centro conserva ciò che nessuno deve perdere o leggere.</translation>
    </message>
    <message>
        <source>Print</source>
        <translation>Stampa</translation>
    </message>
    <message>
        <source>I have printed it, or written it down, and put it away</source>
        <translation>L&apos;ho stampato, o trascritto, e messo al sicuro</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>Fatto</translation>
    </message>
</context>
<context>
    <name>ReferenceBackSheet</name>
    <message>
        <source>Take the choice of the re-baseline back</source>
        <translation>Annulla la scelta della RM di riferimento</translation>
    </message>
</context>
<context>
    <name>ReferenceSheet</name>
    <message>
        <source>Choose the re-baseline</source>
        <translation>Scegli la RM di riferimento</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>Motivo</translation>
    </message>
    <message>
        <source>Its lesions will not count, those of every later scan will; relapses and EDSS count from Day 0.</source>
        <translation>Le sue lesioni non conteranno, quelle di ogni RM successiva sì; ricadute ed EDSS contano dal giorno 0.</translation>
    </message>
</context>
<context>
    <name>RegistrationPage</name>
    <message>
        <source>Patient</source>
        <translation>Paziente</translation>
    </message>
    <message>
        <source>Transplant</source>
        <translation>Trapianto</translation>
    </message>
    <message>
        <source>Schedule</source>
        <translation>Calendario</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>Indietro</translation>
    </message>
    <message>
        <source>Keep draft</source>
        <translation>Tieni bozza</translation>
    </message>
    <message>
        <source>Discard draft</source>
        <translation>Elimina bozza</translation>
    </message>
    <message>
        <source>Next</source>
        <translation>Avanti</translation>
    </message>
    <message>
        <source>Edit patient</source>
        <translation>Modifica paziente</translation>
    </message>
    <message>
        <source>New patient</source>
        <translation>Nuovo paziente</translation>
    </message>
    <message>
        <source>nothing is saved before the last step</source>
        <translation>nulla viene salvato prima dell’ultimo passo</translation>
    </message>
    <message>
        <source>done</source>
        <translation>fatto</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>Salva</translation>
    </message>
    <message>
        <source>Register</source>
        <translation>Registra</translation>
    </message>
    <message>
        <source>Without Day 0 no visit can be planned yet.</source>
        <translation>Senza il Giorno 0 non si può ancora programmare alcuna visita.</translation>
    </message>
    <message>
        <source>({} y)</source>
        <translation>({} anni)</translation>
    </message>
    <message>
        <source>Disease</source>
        <translation>Malattia</translation>
    </message>
    <message>
        <source>Protocol</source>
        <translation>Protocollo</translation>
    </message>
    <message>
        <source>Day 0</source>
        <translation>Giorno 0</translation>
    </message>
    <message>
        <source>Mobilisation</source>
        <translation>Mobilizzazione</translation>
    </message>
    <message>
        <source>Regimen</source>
        <translation>Regime</translation>
    </message>
    <message>
        <source>Neurologist</source>
        <translation>Neurologo</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>Lingua</translation>
    </message>
    <message>
        <source>Consent</source>
        <translation>Consenso</translation>
    </message>
    <message>
        <source>record {0}, registry {1}, research {2}</source>
        <translation>dossier {0}, registro {1}, ricerca {2}</translation>
    </message>
    <message>
        <source>1 field to complete</source>
        <translation>1 campo da completare</translation>
    </message>
    <message>
        <source>{} fields to complete</source>
        <translation>{} campi da completare</translation>
    </message>
    <message>
        <source>draft kept {}</source>
        <translation>bozza conservata alle {}</translation>
    </message>
</context>
<context>
    <name>RegistryPage</name>
    <message>
        <source>Item</source>
        <translation>Voce</translation>
    </message>
    <message>
        <source>As recorded</source>
        <translation>Come registrato</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Stato</translation>
    </message>
    <message>
        <source>Entered in</source>
        <translation>Si inserisce in</translation>
    </message>
    <message>
        <source>Items of the form</source>
        <translation>Voci della scheda</translation>
    </message>
    <message>
        <source>Enter the item</source>
        <translation>Inserisci la voce</translation>
    </message>
    <message>
        <source>Next missing</source>
        <translation>Prossima mancante</translation>
    </message>
    <message>
        <source>Save as…</source>
        <translation>Salva con nome…</translation>
    </message>
    <message>
        <source>Print</source>
        <translation>Stampa</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>Indietro</translation>
    </message>
    <message>
        <source>Take back</source>
        <translation>Annulla</translation>
    </message>
    <message>
        <source>Change</source>
        <translation>Modifica</translation>
    </message>
    <message>
        <source>Registry</source>
        <translation>Registro</translation>
    </message>
    <message>
        <source>1 to 4 choose the form, 4 again the year before</source>
        <translation>da 1 a 4 si sceglie la scheda, di nuovo 4 l&apos;anno prima</translation>
    </message>
    <message>
        <source>Patient and transplant</source>
        <translation>Paziente e trapianto</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>Impostazioni</translation>
    </message>
    <message>
        <source>History of the disease</source>
        <translation>Storia della malattia</translation>
    </message>
    <message>
        <source>Treatment</source>
        <translation>Trattamento</translation>
    </message>
    <message>
        <source>Engraftment</source>
        <translation>Attecchimento</translation>
    </message>
    <message>
        <source>Visit</source>
        <translation>Visita</translation>
    </message>
    <message>
        <source>Transfusion</source>
        <translation>Trasfusione</translation>
    </message>
    <message>
        <source>Change of state</source>
        <translation>Cambio di stato</translation>
    </message>
    <message>
        <source>Toxicity</source>
        <translation>Tossicità</translation>
    </message>
    <message>
        <source>Infection</source>
        <translation>Infezione</translation>
    </message>
    <message>
        <source>Neurology visit</source>
        <translation>Visita neurologica</translation>
    </message>
    <message>
        <source>Outcome measures</source>
        <translation>Scale e misure</translation>
    </message>
    <message>
        <source>Relapse</source>
        <translation>Ricaduta</translation>
    </message>
    <message>
        <source>MRI</source>
        <translation>RM</translation>
    </message>
    <message>
        <source>Drug for the disease</source>
        <translation>Farmaco per la malattia</translation>
    </message>
    <message>
        <source>Long term</source>
        <translation>Lungo termine</translation>
    </message>
    <message>
        <source>Fertility, pregnancy</source>
        <translation>Fertilità, gravidanza</translation>
    </message>
    <message>
        <source>Visits</source>
        <translation>Visite</translation>
    </message>
    <message>
        <source>Adjudicated death</source>
        <translation>Causa del decesso</translation>
    </message>
    <message>
        <source>Correct it in the registry, then record here that it was typed in.</source>
        <translation>Correggere nel registro, poi registrare qui il nuovo inserimento.</translation>
    </message>
    <message>
        <source>Typed in again…</source>
        <translation>Inserito di nuovo…</translation>
    </message>
    <message>
        <source>Typed in…</source>
        <translation>Inserito…</translation>
    </message>
    <message>
        <source>This form was typed in and has not changed since; Change corrects by whom and when.</source>
        <translation>Questa scheda è già stata inserita e da allora non è cambiata; Modifica corregge da chi e quando.</translation>
    </message>
    <message>
        <source>Not typed into the registry</source>
        <translation>Non inserito nel registro</translation>
    </message>
    <message>
        <source>Table (*.csv)</source>
        <translation>Tabella (*.csv)</translation>
    </message>
    <message>
        <source>PDF (*.pdf)</source>
        <translation>PDF (*.pdf)</translation>
    </message>
    <message>
        <source>Save registry form as</source>
        <translation>Salva la scheda per il registro</translation>
    </message>
    <message>
        <source>Saved to {}</source>
        <translation>Salvato in {}</translation>
    </message>
</context>
<context>
    <name>RelapseBackSheet</name>
    <message>
        <source>Take back a relapse</source>
        <translation>Annulla una ricaduta</translation>
    </message>
</context>
<context>
    <name>RelapseSheet</name>
    <message>
        <source>Record relapse</source>
        <translation>Registra ricaduta</translation>
    </message>
    <message>
        <source>Revise relapse</source>
        <translation>Modifica ricaduta</translation>
    </message>
    <message>
        <source>Onset</source>
        <translation>Esordio</translation>
    </message>
    <message>
        <source>2019, 04/2019 or a day</source>
        <translation>2019, 04/2019 o un giorno</translation>
    </message>
    <message>
        <source>Systems</source>
        <translation>Sistemi</translation>
    </message>
    <message>
        <source>Steroid pulse</source>
        <translation>Bolo di steroidi</translation>
    </message>
    <message>
        <source>Recovery</source>
        <translation>Recupero</translation>
    </message>
    <message>
        <source>Other treatment</source>
        <translation>Altra terapia</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>Nota</translation>
    </message>
    <message>
        <source>after Day 0</source>
        <translation>dopo il giorno 0</translation>
    </message>
    <message>
        <source>before Day 0</source>
        <translation>prima del giorno 0</translation>
    </message>
    <message>
        <source>Recovery: {}</source>
        <translation>Recupero: {}</translation>
    </message>
    <message>
        <source>systems not known</source>
        <translation>sistemi non noti</translation>
    </message>
    <message>
        <source>Relapse</source>
        <translation>Ricaduta</translation>
    </message>
</context>
<context>
    <name>ReplanPanel</name>
    <message>
        <source>What happens</source>
        <translation>Effetto</translation>
    </message>
    <message>
        <source>Visit</source>
        <translation>Visita</translation>
    </message>
    <message>
        <source>Before</source>
        <translation>Prima</translation>
    </message>
    <message>
        <source>After</source>
        <translation>Dopo</translation>
    </message>
    <message>
        <source>Why, or your choice</source>
        <translation>Perché, o scelta</translation>
    </message>
    <message>
        <source>Before and after</source>
        <translation>Prima e dopo</translation>
    </message>
    <message>
        <source>No visit changes its date.</source>
        <translation>Nessuna visita cambia data.</translation>
    </message>
    <message>
        <source>1 open visit stays as it is</source>
        <translation>1 visita aperta resta com’è</translation>
    </message>
    <message>
        <source>{} open visits stay as they are</source>
        <translation>{} visite aperte restano come sono</translation>
    </message>
    <message>
        <source>planned when their day is known: {}</source>
        <translation>pianificate quando se ne conoscerà il giorno: {}</translation>
    </message>
</context>
<context>
    <name>ReschedulePage</name>
    <message>
        <source>New day</source>
        <translation>Nuovo giorno</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>Motivo</translation>
    </message>
    <message>
        <source>bed not free</source>
        <translation>posto letto non libero</translation>
    </message>
    <message>
        <source>infection</source>
        <translation>infezione</translation>
    </message>
    <message>
        <source>cells not ready</source>
        <translation>cellule non pronte</translation>
    </message>
    <message>
        <source>patient&apos;s wish</source>
        <translation>desiderio del paziente</translation>
    </message>
    <message>
        <source>conditioning postponed</source>
        <translation>condizionamento rinviato</translation>
    </message>
    <message>
        <source>date corrected</source>
        <translation>data corretta</translation>
    </message>
    <message>
        <source>optional</source>
        <translation>facoltativo</translation>
    </message>
    <message>
        <source>One Ctrl+Z brings it all back</source>
        <translation>Un solo Ctrl+Z riporta tutto com’era</translation>
    </message>
    <message>
        <source>Leave</source>
        <translation>Esci</translation>
    </message>
    <message>
        <source>+6, fri, 12/3</source>
        <translation>+6, ven, 12/3</translation>
    </message>
    <message>
        <source>t, fri, 12/3</source>
        <translation>o, ven, 12/3</translation>
    </message>
    <message>
        <source>{} to decide</source>
        <translation>{} da decidere</translation>
    </message>
    <message>
        <source>Type the new day first.</source>
        <translation>Digitare prima il nuovo giorno.</translation>
    </message>
    <message>
        <source>This is the present Day 0: nothing would move.</source>
        <translation>È già il Giorno 0 attuale: non si sposterebbe nulla.</translation>
    </message>
    <message>
        <source>Type by how many days Day 0 moves (+6, −2), or the new day: what follows from it is shown here before anything is saved.</source>
        <translation>Digitare di quanti giorni si sposta il Giorno 0 (+6, −2) oppure il nuovo giorno: le conseguenze compaiono qui prima che venga salvato alcunché.</translation>
    </message>
    <message>
        <source>Type the day: what follows from it is shown here before anything is saved.</source>
        <translation>Digitare il giorno: le conseguenze compaiono qui prima che venga salvato alcunché.</translation>
    </message>
    <message>
        <source>Save anyway</source>
        <translation>Salva comunque</translation>
    </message>
</context>
<context>
    <name>RestoreSheet</name>
    <message>
        <source>Restore this backup</source>
        <translation>Ripristina questa copia</translation>
    </message>
    <message>
        <source>What is in it</source>
        <translation>Che cosa contiene</translation>
    </message>
    <message>
        <source>reading…</source>
        <translation>lettura…</translation>
    </message>
    <message>
        <source>Count</source>
        <translation>Conteggio</translation>
    </message>
    <message>
        <source>Now</source>
        <translation>Ora</translation>
    </message>
    <message>
        <source>In the backup</source>
        <translation>Nella copia</translation>
    </message>
    <message>
        <source>Would go</source>
        <translation>In meno</translation>
    </message>
    <message>
        <source>What is in the backup</source>
        <translation>Che cosa contiene la copia</translation>
    </message>
    <message>
        <source>Its last entries</source>
        <translation>Le sue ultime voci</translation>
    </message>
    <message>
        <source>Confirm</source>
        <translation>Conferma</translation>
    </message>
    <message>
        <source>this cannot be undone with Ctrl+Z</source>
        <translation>non si annulla con Ctrl+Z</translation>
    </message>
    <message>
        <source>Type {}</source>
        <translation>Scrivere {}</translation>
    </message>
    <message>
        <source>Which other reason</source>
        <translation>Quale altro motivo</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>Motivo</translation>
    </message>
    <message>
        <source>wrong import taken in</source>
        <translation>importazione sbagliata</translation>
    </message>
    <message>
        <source>the data file is damaged</source>
        <translation>il file di dati è danneggiato</translation>
    </message>
    <message>
        <source>entered in the wrong file</source>
        <translation>voci inserite nel file sbagliato</translation>
    </message>
    <message>
        <source>another computer or disk</source>
        <translation>altro computer o disco</translation>
    </message>
    <message>
        <source>another reason</source>
        <translation>altro motivo</translation>
    </message>
    <message>
        <source>Leave</source>
        <translation>Esci</translation>
    </message>
    <message>
        <source>Restore</source>
        <translation>Ripristina</translation>
    </message>
    <message>
        <source>opened read-only, integrity and chain hold</source>
        <translation>aperta in sola lettura, integra e con la catena intatta</translation>
    </message>
    <message>
        <source>opened read-only and whole; of an older version, is brought up to date</source>
        <translation>aperta in sola lettura e integra; di una versione precedente, sarà aggiornata</translation>
    </message>
    <message>
        <source>entry {}</source>
        <translation>voce {}</translation>
    </message>
    <message>
        <source>head {head}, {entry}</source>
        <translation>testa {head}, {entry}</translation>
    </message>
    <message>
        <source>It stays where it is. Choose another backup.</source>
        <translation>Resta dov&apos;è. Scegliere un&apos;altra copia.</translation>
    </message>
</context>
<context>
    <name>ResultRow</name>
    <message>
        <source>changed while this was open</source>
        <translation>modificato mentre la scheda era aperta</translation>
    </message>
    <message>
        <source>somebody</source>
        <translation>qualcuno</translation>
    </message>
    <message>
        <source>grade {}</source>
        <translation>grado {}</translation>
    </message>
    <message>
        <source>no grade</source>
        <translation>nessun grado</translation>
    </message>
    <message>
        <source>when {name} saw it</source>
        <translation>quando l&apos;ha visto {name}</translation>
    </message>
    <message>
        <source>expected in aplasia</source>
        <translation>atteso in aplasia</translation>
    </message>
    <message>
        <source>cannot be graded: a limit is unknown</source>
        <translation>grado non determinabile: un limite non è noto</translation>
    </message>
    <message>
        <source>range {}</source>
        <translation>intervallo {}</translation>
    </message>
    <message>
        <source>before {}</source>
        <translation>prima {}</translation>
    </message>
</context>
<context>
    <name>ResultSheet</name>
    <message>
        <source>Close</source>
        <translation>Chiudi</translation>
    </message>
    <message>
        <source>Mark as seen</source>
        <translation>Segna come visto</translation>
    </message>
    <message>
        <source>Seen</source>
        <translation>Visto</translation>
    </message>
    <message>
        <source>no grade</source>
        <translation>nessun grado</translation>
    </message>
    <message>
        <source>grade {}</source>
        <translation>grado {}</translation>
    </message>
    <message>
        <source>Today&apos;s rules, range and baseline would give {grade}. Nothing is changed by itself.</source>
        <translation>Le regole, l&apos;intervallo e il basale di oggi darebbero {grade}. Nulla cambia da sé.</translation>
    </message>
    <message>
        <source>Grade again</source>
        <translation>Gradua di nuovo</translation>
    </message>
    <message>
        <source>Versions</source>
        <translation>Versioni</translation>
    </message>
    <message>
        <source>earlier: {}</source>
        <translation>precedente: {}</translation>
    </message>
    <message>
        <source>taken back</source>
        <translation>ritirato</translation>
    </message>
</context>
<context>
    <name>ReviewSheet</name>
    <message>
        <source>Close</source>
        <translation>Chiudi</translation>
    </message>
    <message>
        <source>Every result has been seen</source>
        <translation>Tutti i risultati sono stati visti</translation>
    </message>
    <message>
        <source>patient {} of {}</source>
        <translation>paziente {} di {}</translation>
    </message>
    <message>
        <source>Results to review</source>
        <translation>Risultati da rivedere</translation>
    </message>
    <message>
        <source>Seen, older results</source>
        <translation>Visti, risultati meno recenti</translation>
    </message>
    <message>
        <source>Seen, next patient</source>
        <translation>Visti, paziente successivo</translation>
    </message>
    <message>
        <source>Seen</source>
        <translation>Visti</translation>
    </message>
    <message>
        <source>Rules not approved: proposals do not act</source>
        <translation>Regole non approvate: le proposte non hanno effetto</translation>
    </message>
    <message>
        <source>A responsible person of the unit reads and approves them. Results can be marked as seen.</source>
        <translation>Un responsabile del centro le legge e le approva. I risultati possono comunque essere segnati come visti.</translation>
    </message>
    <message>
        <source>Rules and approval</source>
        <translation>Regole e approvazione</translation>
    </message>
</context>
<context>
    <name>RowHeads</name>
    <message>
        <source>Day</source>
        <translation>Giorno</translation>
    </message>
    <message>
        <source>Unit</source>
        <translation>Unità</translation>
    </message>
    <message>
        <source>Range</source>
        <translation>Intervallo</translation>
    </message>
    <message>
        <source>Trend</source>
        <translation>Andamento</translation>
    </message>
</context>
<context>
    <name>RowsPanel</name>
    <message>
        <source>Problems</source>
        <translation>Problemi</translation>
    </message>
    <message>
        <source>Results</source>
        <translation>Risultati</translation>
    </message>
    <message>
        <source>Why</source>
        <translation>Perché</translation>
    </message>
    <message>
        <source>Take the file&apos;s value where the record has another</source>
        <translation>Acquisire il valore del file dove la cartella ne ha un altro</translation>
    </message>
    <message>
        <source>Take unusual values as they are</source>
        <translation>Acquisire i valori insoliti così come sono</translation>
    </message>
    <message>
        <source>Row</source>
        <translation>Riga</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Stato</translation>
    </message>
    <message>
        <source>Code</source>
        <translation>Codice</translation>
    </message>
    <message>
        <source>Day</source>
        <translation>Giorno</translation>
    </message>
    <message>
        <source>Test</source>
        <translation>Esame</translation>
    </message>
    <message>
        <source>Value</source>
        <translation>Valore</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>Motivo</translation>
    </message>
    <message>
        <source>every result is counted</source>
        <translation>ogni risultato è contato</translation>
    </message>
    <message>
        <source>Enter shows them below</source>
        <translation>Invio li mostra sotto</translation>
    </message>
    <message>
        <source>All</source>
        <translation>Tutti</translation>
    </message>
    <message>
        <source>the first {0} of {1}</source>
        <translation>i primi {0} di {1}</translation>
    </message>
    <message>
        <source>Row {0}, {1}:</source>
        <translation>Riga {0}, {1}:</translation>
    </message>
</context>
<context>
    <name>RuleSetsPanel</name>
    <message>
        <source>Rules and approval</source>
        <translation>Regole e approvazione</translation>
    </message>
    <message>
        <source>nothing acts before it is approved</source>
        <translation>nulla agisce prima dell&apos;approvazione</translation>
    </message>
    <message>
        <source>Open a data file to see who approved them.</source>
        <translation>Aprire un file di dati per vedere chi le ha approvate.</translation>
    </message>
    <message>
        <source>acts</source>
        <translation>in vigore</translation>
    </message>
    <message>
        <source>not approved</source>
        <translation>non approvate</translation>
    </message>
    <message>
        <source>Read…</source>
        <translation>Leggi…</translation>
    </message>
    <message>
        <source>Approve…</source>
        <translation>Approva…</translation>
    </message>
    <message>
        <source>Withdraw…</source>
        <translation>Ritira…</translation>
    </message>
    <message>
        <source>Results are graded and shown; nothing is proposed and no alert fires before the approval.</source>
        <translation>I risultati sono graduati e mostrati; prima dell&apos;approvazione nulla viene proposto e nessun allarme scatta.</translation>
    </message>
    <message>
        <source>Withdraw the approval</source>
        <translation>Ritira l&apos;approvazione</translation>
    </message>
</context>
<context>
    <name>RulesReadSheet</name>
    <message>
        <source>Close</source>
        <translation>Chiudi</translation>
    </message>
    <message>
        <source>Rules</source>
        <translation>Regole</translation>
    </message>
</context>
<context>
    <name>SampleField</name>
    <message>
        <source>Day of the sample</source>
        <translation>Giorno del prelievo</translation>
    </message>
    <message>
        <source>Time of the sample</source>
        <translation>Ora del prelievo</translation>
    </message>
    <message>
        <source>Laboratory of the sample</source>
        <translation>Laboratorio del prelievo</translation>
    </message>
    <message>
        <source>own laboratory</source>
        <translation>laboratorio proprio</translation>
    </message>
    <message>
        <source>{laboratory} · sample {time}</source>
        <translation>{laboratory} · prelievo {time}</translation>
    </message>
</context>
<context>
    <name>SampleHead</name>
    <message>
        <source>Day {}</source>
        <translation>Giorno {}</translation>
    </message>
</context>
<context>
    <name>ScheduleStep</name>
    <message>
        <source>Visit</source>
        <translation>Visita</translation>
    </message>
    <message>
        <source>Date</source>
        <translation>Data</translation>
    </message>
    <message>
        <source>Window</source>
        <translation>Finestra</translation>
    </message>
    <message>
        <source>What, or why</source>
        <translation>Che cosa, o perché</translation>
    </message>
    <message>
        <source>Planned schedule</source>
        <translation>Calendario previsto</translation>
    </message>
    <message>
        <source>Planned later, when their day is known</source>
        <translation>Da programmare quando se ne conoscerà il giorno</translation>
    </message>
    <message>
        <source>Before Day 0</source>
        <translation>Prima del Giorno 0</translation>
    </message>
    <message>
        <source>Day 0 to Day +100</source>
        <translation>Dal Giorno 0 al Giorno +100</translation>
    </message>
    <message>
        <source>Long-term; every year for life, two planned ahead</source>
        <translation>A lungo termine; ogni anno per tutta la vita, due sempre programmate</translation>
    </message>
    <message>
        <source>{} dates</source>
        <translation>{} date</translation>
    </message>
    <message>
        <source>{} left out</source>
        <translation>{} escluse</translation>
    </message>
    <message>
        <source>{} closed before today</source>
        <translation>{} chiuse prima di oggi</translation>
    </message>
    <message>
        <source>fixed</source>
        <translation>fissa</translation>
    </message>
</context>
<context>
    <name>SearchButton</name>
    <message>
        <source>Find patient, action or help</source>
        <translation>Cerca paziente, azione o aiuto</translation>
    </message>
</context>
<context>
    <name>SearchField</name>
    <message>
        <source>Nobody is found by these words: choose from the list, or add.</source>
        <translation>Nessuno corrisponde a queste parole: scegliere dall’elenco o aggiungere.</translation>
    </message>
</context>
<context>
    <name>SecretField</name>
    <message>
        <source>Caps lock seems to be on.</source>
        <translation>Il blocco maiuscole sembra attivo.</translation>
    </message>
</context>
<context>
    <name>SecretSheet</name>
    <message>
        <source>Leave</source>
        <translation>Esci</translation>
    </message>
    <message>
        <source>Show what is typed</source>
        <translation>Mostra ciò che si scrive</translation>
    </message>
</context>
<context>
    <name>SelectionPage</name>
    <message>
        <source>Criterion</source>
        <translation>Criterio</translation>
    </message>
    <message>
        <source>Recorded</source>
        <translation>Registrato</translation>
    </message>
    <message>
        <source>Unit&apos;s limit (grey: proposal)</source>
        <translation>Limite del centro (grigio: proposta)</translation>
    </message>
    <message>
        <source>Compared</source>
        <translation>Confronto</translation>
    </message>
    <message>
        <source>The meeting</source>
        <translation>La riunione</translation>
    </message>
    <message>
        <source>Selection checklist</source>
        <translation>Scheda di selezione</translation>
    </message>
    <message>
        <source>Meetings and trials</source>
        <translation>Riunioni e studi</translation>
    </message>
    <message>
        <source>When</source>
        <translation>Quando</translation>
    </message>
    <message>
        <source>Who</source>
        <translation>Chi</translation>
    </message>
    <message>
        <source>Details</source>
        <translation>Dettagli</translation>
    </message>
    <message>
        <source>Met</source>
        <translation>Soddisfatto</translation>
    </message>
    <message>
        <source>Not met</source>
        <translation>Non soddisfatto</translation>
    </message>
    <message>
        <source>Exception</source>
        <translation>Eccezione</translation>
    </message>
    <message>
        <source>Comment</source>
        <translation>Commento</translation>
    </message>
    <message>
        <source>Meeting, sign</source>
        <translation>Riunione, firma</translation>
    </message>
    <message>
        <source>New meeting</source>
        <translation>Nuova riunione</translation>
    </message>
    <message>
        <source>Trial</source>
        <translation>Studio</translation>
    </message>
    <message>
        <source>Print</source>
        <translation>Stampa</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>Indietro</translation>
    </message>
    <message>
        <source>Meeting: {}</source>
        <translation>Riunione: {}</translation>
    </message>
    <message>
        <source>Trial: {}</source>
        <translation>Studio: {}</translation>
    </message>
    <message>
        <source>Take back</source>
        <translation>Annulla la voce</translation>
    </message>
</context>
<context>
    <name>SettingField</name>
    <message>
        <source>Default: {default}. Where it acts: {places}.</source>
        <translation>Valore predefinito: {default}. Dove agisce: {places}.</translation>
    </message>
    <message>
        <source>Back to default</source>
        <translation>Torna al predefinito</translation>
    </message>
    <message>
        <source>{}: back to default</source>
        <translation>{}: torna al predefinito</translation>
    </message>
</context>
<context>
    <name>SettingsPage</name>
    <message>
        <source>This window</source>
        <translation>Questa finestra</translation>
    </message>
    <message>
        <source>as the system</source>
        <translation>come il sistema</translation>
    </message>
    <message>
        <source>light</source>
        <translation>chiari</translation>
    </message>
    <message>
        <source>dark</source>
        <translation>scuri</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>Lingua</translation>
    </message>
    <message>
        <source>Colours</source>
        <translation>Colori</translation>
    </message>
    <message>
        <source>Show keys in buttons</source>
        <translation>Mostra i tasti nei pulsanti</translation>
    </message>
    <message>
        <source>Use the system&apos;s font</source>
        <translation>Usa il carattere del sistema</translation>
    </message>
    <message>
        <source>Unit</source>
        <translation>Centro</translation>
    </message>
    <message>
        <source>Parts of the settings</source>
        <translation>Parti delle impostazioni</translation>
    </message>
    <message>
        <source>Users</source>
        <translation>Utenti</translation>
    </message>
    <message>
        <source>Protocol rules</source>
        <translation>Regole</translation>
    </message>
    <message>
        <source>Backup</source>
        <translation>Copie</translation>
    </message>
    <message>
        <source>Audit</source>
        <translation>Registro</translation>
    </message>
    <message>
        <source>stands on every print</source>
        <translation>compare su ogni stampa</translation>
    </message>
    <message>
        <source>Name of the unit</source>
        <translation>Nome del centro</translation>
    </message>
    <message>
        <source>Save name</source>
        <translation>Salva il nome</translation>
    </message>
    <message>
        <source>Staff</source>
        <translation>Personale</translation>
    </message>
    <message>
        <source>whoever works is named at each entry</source>
        <translation>chi lavora compare in ogni registrazione</translation>
    </message>
    <message>
        <source>Add</source>
        <translation>Aggiungi</translation>
    </message>
    <message>
        <source>Change…</source>
        <translation>Modifica…</translation>
    </message>
    <message>
        <source>Places</source>
        <translation>Percorsi</translation>
    </message>
    <message>
        <source>Data file</source>
        <translation>File dei dati</translation>
    </message>
    <message>
        <source>Show</source>
        <translation>Mostra</translation>
    </message>
    <message>
        <source>Prints</source>
        <translation>Stampe</translation>
    </message>
    <message>
        <source>Choose…</source>
        <translation>Scegli…</translation>
    </message>
    <message>
        <source>Unit&apos;s own protocols</source>
        <translation>Protocolli del centro</translation>
    </message>
    <message>
        <source>{person} · no longer works here</source>
        <translation>{person} · non lavora più qui</translation>
    </message>
    <message>
        <source>no file open</source>
        <translation>nessun file aperto</translation>
    </message>
    <message>
        <source>none: the shipped ones are used</source>
        <translation>nessuno: si usano quelli forniti</translation>
    </message>
    <message>
        <source>Folder for prints</source>
        <translation>Cartella delle stampe</translation>
    </message>
    <message>
        <source>Folder with the unit&apos;s own protocols</source>
        <translation>Cartella con i protocolli del centro</translation>
    </message>
</context>
<context>
    <name>SeverityPart</name>
    <message>
        <source>Days since the first sign</source>
        <translation>Giorni dal primo segno</translation>
    </message>
    <message>
        <source>Risk factors for SOS/VOD</source>
        <translation>Fattori di rischio per SOS/VOD</translation>
    </message>
    <message>
        <source>Bilirubin doubled within 48 h</source>
        <translation>Bilirubina raddoppiata in 48 h</translation>
    </message>
    <message>
        <source>Multi-organ dysfunction</source>
        <translation>Disfunzione multiorgano</translation>
    </message>
    <message>
        <source>Severity</source>
        <translation>Gravità</translation>
    </message>
    <message>
        <source>Severity open: no class has two criteria yet</source>
        <translation>Gravità non ancora stabilibile: nessuna classe ha due criteri</translation>
    </message>
    <message>
        <source>Severity: {}</source>
        <translation>Gravità: {}</translation>
    </message>
</context>
<context>
    <name>SheetsView</name>
    <message>
        <source>What do the sheets hold?</source>
        <translation>Che cosa contengono i fogli?</translation>
    </message>
    <message>
        <source>a sheet without a tick is not read</source>
        <translation>un foglio senza segno di spunta non viene letto</translation>
    </message>
    <message>
        <source>the file</source>
        <translation>il file</translation>
    </message>
    <message>
        <source>Kind of {0}</source>
        <translation>Tipo di {0}</translation>
    </message>
    <message>
        <source>what is it?</source>
        <translation>che cos&apos;è?</translation>
    </message>
    <message>
        <source>Header of {0}</source>
        <translation>Intestazione di {0}</translation>
    </message>
    <message>
        <source>no rows below a header</source>
        <translation>nessuna riga sotto un&apos;intestazione</translation>
    </message>
    <message>
        <source>hidden in the workbook</source>
        <translation>nascosto nella cartella di lavoro</translation>
    </message>
    <message>
        <source>not recognised: say what it is, or leave it out</source>
        <translation>non riconosciuto: indicare che cos&apos;è, oppure lasciarlo fuori</translation>
    </message>
    <message>
        <source>another row as header: its rows are counted at the next step</source>
        <translation>un&apos;altra riga come intestazione: le sue righe si contano al passo successivo</translation>
    </message>
    <message>
        <source>no header</source>
        <translation>senza intestazione</translation>
    </message>
    <message>
        <source>header in row</source>
        <translation>intestazione alla riga</translation>
    </message>
</context>
<context>
    <name>ShowButton</name>
    <message>
        <source>Hide</source>
        <translation>Nascondi</translation>
    </message>
    <message>
        <source>Show</source>
        <translation>Mostra</translation>
    </message>
    <message>
        <source>Hide what is typed</source>
        <translation>Nascondi ciò che si scrive</translation>
    </message>
    <message>
        <source>Show what is typed</source>
        <translation>Mostra ciò che si scrive</translation>
    </message>
</context>
<context>
    <name>SideSheet</name>
    <message>
        <source>Keep draft</source>
        <translation>Tieni bozza</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>Salva</translation>
    </message>
    <message>
        <source>Close, keep the draft</source>
        <translation>Chiudi e tieni la bozza</translation>
    </message>
    <message>
        <source>1 field to complete</source>
        <translation>1 campo da completare</translation>
    </message>
    <message>
        <source>{} fields to complete</source>
        <translation>{} campi da completare</translation>
    </message>
    <message>
        <source>1 question</source>
        <translation>1 domanda</translation>
    </message>
    <message>
        <source>{} questions</source>
        <translation>{} domande</translation>
    </message>
</context>
<context>
    <name>SignLineWidget</name>
    <message>
        <source>Sign</source>
        <translation>Firma</translation>
    </message>
    <message>
        <source>Unlock…</source>
        <translation>Sblocca…</translation>
    </message>
    <message>
        <source>Leave</source>
        <translation>Lascia</translation>
    </message>
    <message>
        <source>Not signed.</source>
        <translation>Non firmata.</translation>
    </message>
    <message>
        <source>Not signed: its report is awaited.</source>
        <translation>Non firmata: il referto è atteso.</translation>
    </message>
    <message>
        <source>Signed by {name} on {at}.</source>
        <translation>Firmata da {name} il {at}.</translation>
    </message>
    <message>
        <source>The visit, its checklist and the results of its day are locked.</source>
        <translation>La visita, la sua lista di controllo e i risultati del giorno sono bloccati.</translation>
    </message>
    <message>
        <source>It has changed since; sign it anew.</source>
        <translation>Da allora è stata modificata; firmarla di nuovo.</translation>
    </message>
    <message>
        <source>Unlocked by {name}: {reason}</source>
        <translation>Sbloccata da {name}: {reason}</translation>
    </message>
    <message>
        <source>Sign anew</source>
        <translation>Firma di nuovo</translation>
    </message>
    <message>
        <source>unlocked {} min</source>
        <translation>sbloccata {} min</translation>
    </message>
    <message>
        <source>Nothing was signed: save the changes of the form first.</source>
        <translation>Non è stato firmato nulla: salvare prima le modifiche del modulo.</translation>
    </message>
    <message>
        <source>Sign as {name}? It locks the visit.</source>
        <translation>Firmare come {name}? La visita viene bloccata.</translation>
    </message>
    <message>
        <source>Unlock a signed visit</source>
        <translation>Sbloccare una visita firmata</translation>
    </message>
    <message>
        <source>It stays open for 30 minutes; what was signed, your name and the reason stay on record.</source>
        <translation>Resta aperta per 30 minuti; ciò che è stato firmato, il vostro nome e il motivo restano registrati.</translation>
    </message>
    <message>
        <source>Unlock</source>
        <translation>Sblocca</translation>
    </message>
</context>
<context>
    <name>SignSheet</name>
    <message>
        <source>Sign the letter</source>
        <translation>Firma della lettera</translation>
    </message>
    <message>
        <source>Name, as under the letter</source>
        <translation>Nome, come in calce alla lettera</translation>
    </message>
    <message>
        <source>Role</source>
        <translation>Qualifica</translation>
    </message>
    <message>
        <source>for example: consultant haematologist</source>
        <translation>per esempio: dirigente medico, ematologia</translation>
    </message>
    <message>
        <source>What changed</source>
        <translation>Che cosa è cambiato</translation>
    </message>
    <message>
        <source>Why you sign, not being a physician</source>
        <translation>Perché firma chi non è medico</translation>
    </message>
    <message>
        <source>Sign</source>
        <translation>Firma</translation>
    </message>
    <message>
        <source>What is signed never changes. A correction is a new version that says which letter it replaces.</source>
        <translation>Ciò che è firmato non cambia più. Una correzione è una nuova versione che dice quale lettera sostituisce.</translation>
    </message>
    <message>
        <source>{} pages</source>
        <translation>{} pagine</translation>
    </message>
    <message>
        <source>1 page</source>
        <translation>1 pagina</translation>
    </message>
    <message>
        <source>1 item to look at stands above the letter</source>
        <translation>1 punto da controllare è elencato sopra la lettera</translation>
    </message>
    <message>
        <source>{} items to look at stand above the letter</source>
        <translation>{} punti da controllare sono elencati sopra la lettera</translation>
    </message>
</context>
<context>
    <name>SplitSheet</name>
    <message>
        <source>Split episode</source>
        <translation>Dividi episodio</translation>
    </message>
    <message>
        <source>The second episode begins on</source>
        <translation>Il secondo episodio inizia il</translation>
    </message>
    <message>
        <source>ongoing</source>
        <translation>in corso</translation>
    </message>
    <message>
        <source>{0}: {1} to {2}</source>
        <translation>{0}: {1} – {2}</translation>
    </message>
    <message>
        <source>The first one ends the day before and is resolved; all else stands in both.</source>
        <translation>Il primo termina il giorno prima, risolto; tutto il resto vale per entrambi.</translation>
    </message>
    <message>
        <source>The first one ends on {0}, grade {1}; the second begins on {2}, grade {3}.</source>
        <translation>Il primo termina il {0}, grado {1}; il secondo inizia il {2}, grado {3}.</translation>
    </message>
</context>
<context>
    <name>StaffDialog</name>
    <message>
        <source>Save</source>
        <translation>Salva</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Annulla</translation>
    </message>
    <message>
        <source>Member of staff</source>
        <translation>Membro del personale</translation>
    </message>
    <message>
        <source>&amp;Name</source>
        <translation>&amp;Nome</translation>
    </message>
    <message>
        <source>&amp;Role</source>
        <translation>&amp;Ruolo</translation>
    </message>
    <message>
        <source>&amp;Works here now</source>
        <translation>&amp;Lavora qui attualmente</translation>
    </message>
    <message>
        <source>Whoever no longer works here keeps their entries and cannot be chosen any more.</source>
        <translation>Chi non lavora più qui conserva le proprie registrazioni e non può più essere scelto.</translation>
    </message>
</context>
<context>
    <name>StartView</name>
    <message>
        <source>Choose file…</source>
        <translation>Scegli file…</translation>
    </message>
    <message>
        <source>Template…</source>
        <translation>Modello…</translation>
    </message>
    <message>
        <source>Go on with it</source>
        <translation>Riprendi</translation>
    </message>
    <message>
        <source>{0} is not taken in yet</source>
        <translation>{0} non è ancora importato</translation>
    </message>
    <message>
        <source>Its mapping and corrections are kept.</source>
        <translation>La mappatura e le correzioni sono conservate.</translation>
    </message>
    <message>
        <source>A spreadsheet as your unit keeps it: CSV, XLSX, XLS or ODS, one sheet or several.</source>
        <translation>Un foglio di calcolo come lo tiene il centro: CSV, XLSX, XLS o ODS, uno o più fogli.</translation>
    </message>
    <message>
        <source>Columns are recognised in English, Italian, German, French and Spanish; what is not sure is asked.</source>
        <translation>Le colonne sono riconosciute in inglese, italiano, tedesco, francese e spagnolo; ciò che non è certo viene chiesto.</translation>
    </message>
    <message>
        <source>Every row is checked and counted before anything comes in, and one undo takes all of it out.</source>
        <translation>Ogni riga è controllata e contata prima di entrare, e un solo annullamento toglie tutto.</translation>
    </message>
    <message>
        <source>or drop a file here</source>
        <translation>oppure trascinare qui un file</translation>
    </message>
    <message>
        <source>Imports done</source>
        <translation>Importazioni eseguite</translation>
    </message>
    <message>
        <source>When</source>
        <translation>Quando</translation>
    </message>
    <message>
        <source>File</source>
        <translation>File</translation>
    </message>
    <message>
        <source>By</source>
        <translation>Di</translation>
    </message>
    <message>
        <source>Read</source>
        <translation>Lette</translation>
    </message>
    <message>
        <source>New</source>
        <translation>Nuove</translation>
    </message>
    <message>
        <source>Changed</source>
        <translation>Modificate</translation>
    </message>
    <message>
        <source>Refused</source>
        <translation>Respinte</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Stato</translation>
    </message>
    <message>
        <source>Undo this import</source>
        <translation>Annulla questa importazione</translation>
    </message>
    <message>
        <source>taken back</source>
        <translation>annullata</translation>
    </message>
    <message>
        <source>in the file</source>
        <translation>nel file</translation>
    </message>
    <message>
        <source>none yet</source>
        <translation>ancora nessuna</translation>
    </message>
</context>
<context>
    <name>StateChanged</name>
    <message>
        <source>Save discharge</source>
        <translation>Salva dimissione</translation>
    </message>
</context>
<context>
    <name>StateChip</name>
    <message>
        <source>not above the limit</source>
        <translation>non sopra il limite</translation>
    </message>
    <message>
        <source>above the threshold</source>
        <translation>sopra la soglia</translation>
    </message>
    <message>
        <source>above the limit</source>
        <translation>sopra il limite</translation>
    </message>
</context>
<context>
    <name>StateForm</name>
    <message>
        <source>What happened</source>
        <translation>Che cosa è accaduto</translation>
    </message>
    <message>
        <source>Date</source>
        <translation>Data</translation>
    </message>
    <message>
        <source>Cause of death</source>
        <translation>Causa del decesso</translation>
    </message>
</context>
<context>
    <name>StateSheet</name>
    <message>
        <source>Change of state</source>
        <translation>Cambio di stato</translation>
    </message>
    <message>
        <source>Take back a change of state</source>
        <translation>Annulla un cambio di stato</translation>
    </message>
    <message>
        <source>Cause of death</source>
        <translation>Causa del decesso</translation>
    </message>
    <message>
        <source>To which unit</source>
        <translation>A quale centro</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>Motivo</translation>
    </message>
    <message>
        <source>What was tried</source>
        <translation>Tentativi fatti</translation>
    </message>
    <message>
        <source>Where to</source>
        <translation>Destinazione</translation>
    </message>
    <message>
        <source>How the patient was found</source>
        <translation>Come è stato ritrovato il paziente</translation>
    </message>
    <message>
        <source>The patient leaves every due list</source>
        <translation>Il paziente esce da tutti gli elenchi</translation>
    </message>
    <message>
        <source>Open visits no longer count as due. This can be taken back here.</source>
        <translation>Le visite aperte non contano più come dovute. Si può annullare da qui.</translation>
    </message>
</context>
<context>
    <name>StateTakenBack</name>
    <message>
        <source>Take back the discharge</source>
        <translation>Annullare la dimissione</translation>
    </message>
    <message>
        <source>Take back</source>
        <translation>Annulla dimissione</translation>
    </message>
</context>
<context>
    <name>StatementBackSheet</name>
    <message>
        <source>Take back a statement</source>
        <translation>Annulla una dichiarazione</translation>
    </message>
</context>
<context>
    <name>StatementLine</name>
    <message>
        <source>None running: confirm today</source>
        <translation>Nessuna in corso: confermare oggi</translation>
    </message>
    <message>
        <source>Other statement…</source>
        <translation>Altra dichiarazione…</translation>
    </message>
</context>
<context>
    <name>StatementSheet</name>
    <message>
        <source>Confirm a statement</source>
        <translation>Conferma una dichiarazione</translation>
    </message>
    <message>
        <source>What</source>
        <translation>Che cosa</translation>
    </message>
    <message>
        <source>Answer</source>
        <translation>Risposta</translation>
    </message>
    <message>
        <source>As of</source>
        <translation>Al giorno</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>Nota</translation>
    </message>
    <message>
        <source>Choose</source>
        <translation>Scegliere</translation>
    </message>
</context>
<context>
    <name>StatusBar</name>
    <message>
        <source>Red alerts that nobody has acknowledged (Shift+R)</source>
        <translation>Allarmi rossi che nessuno ha preso in carico (Maiusc+R)</translation>
    </message>
    <message>
        <source>administers</source>
        <translation>amministra</translation>
    </message>
    <message>
        <source>No file open</source>
        <translation>Nessun file aperto</translation>
    </message>
</context>
<context>
    <name>StopForm</name>
    <message>
        <source>Last day given</source>
        <translation>Ultimo giorno di somministrazione</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>Motivo</translation>
    </message>
    <message>
        <source>Which reason</source>
        <translation>Quale motivo</translation>
    </message>
</context>
<context>
    <name>StopRuleSheet</name>
    <message>
        <source>Stop rule</source>
        <translation>Regola di sospensione</translation>
    </message>
    <message>
        <source>This rule has no numbers to set.</source>
        <translation>Questa regola non ha valori da impostare.</translation>
    </message>
    <message>
        <source>Source: {}</source>
        <translation>Fonte: {}</translation>
    </message>
    <message>
        <source>Changed by {who}, {at}</source>
        <translation>Modificata da {who}, {at}</translation>
    </message>
    <message>
        <source>A change acts at once and is listed beside the approval until the rules are approved again.</source>
        <translation>Una modifica vale subito ed è indicata accanto all&apos;approvazione finché le regole non vengono approvate di nuovo.</translation>
    </message>
</context>
<context>
    <name>StopRulesPanel</name>
    <message>
        <source>Stop rules</source>
        <translation>Regole di sospensione</translation>
    </message>
    <message>
        <source>Enter opens a rule</source>
        <translation>Invio apre una regola</translation>
    </message>
    <message>
        <source>Rule</source>
        <translation>Regola</translation>
    </message>
    <message>
        <source>Asks</source>
        <translation>Richiede</translation>
    </message>
    <message>
        <source>Changed</source>
        <translation>Modificata</translation>
    </message>
</context>
<context>
    <name>StopSheet</name>
    <message>
        <source>Stop therapy</source>
        <translation>Sospendi terapia</translation>
    </message>
    <message>
        <source>No immunosuppression running: confirm today</source>
        <translation>Nessuna immunosoppressione in corso: confermare oggi</translation>
    </message>
    <message>
        <source>Choose</source>
        <translation>Scegliere</translation>
    </message>
    <message>
        <source>Do not stop: extend to {}</source>
        <translation>Non sospendere: prolungare al {}</translation>
    </message>
    <message>
        <source>Why it ends all the same</source>
        <translation>Perché viene comunque sospesa</translation>
    </message>
    <message>
        <source>Which reason</source>
        <translation>Quale motivo</translation>
    </message>
</context>
<context>
    <name>SupportiveTherapyForm</name>
    <message>
        <source>Why it is given in spite of the allergy</source>
        <translation>Perché viene somministrata nonostante l&apos;allergia</translation>
    </message>
    <message>
        <source>Why both courses stand</source>
        <translation>Perché restano entrambi i cicli</translation>
    </message>
    <message>
        <source>Dose as ordered</source>
        <translation>Dose prescritta</translation>
    </message>
    <message>
        <source>mg, g, IU, mg/kg, packs</source>
        <translation>mg, g, UI, mg/kg, unità</translation>
    </message>
    <message>
        <source>Unit</source>
        <translation>Unità di misura</translation>
    </message>
    <message>
        <source>Route</source>
        <translation>Via</translation>
    </message>
    <message>
        <source>twice a day, 3 times a week</source>
        <translation>due volte al giorno, 3 volte a settimana</translation>
    </message>
    <message>
        <source>Frequency</source>
        <translation>Frequenza</translation>
    </message>
    <message>
        <source>Hours: 8 20, or 8:30 14 22</source>
        <translation>Ore: 8 20, oppure 8:30 14 22</translation>
    </message>
    <message>
        <source>Times of day</source>
        <translation>Orari</translation>
    </message>
    <message>
        <source>Given for</source>
        <translation>Indicazione</translation>
    </message>
    <message>
        <source>Class</source>
        <translation>Classe</translation>
    </message>
    <message>
        <source>Start</source>
        <translation>Inizio</translation>
    </message>
    <message>
        <source>A day; or choose the rule, which proposes its earliest day</source>
        <translation>Un giorno; oppure scegliere la regola, che ne propone il primo possibile</translation>
    </message>
    <message>
        <source>Planned stop</source>
        <translation>Sospensione prevista</translation>
    </message>
    <message>
        <source>Rule for stopping</source>
        <translation>Regola di sospensione</translation>
    </message>
    <message>
        <source>Stopped on</source>
        <translation>Sospesa il</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>Motivo</translation>
    </message>
    <message>
        <source>Which reason</source>
        <translation>Quale motivo</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>Nota</translation>
    </message>
</context>
<context>
    <name>TaskSheet</name>
    <message>
        <source>New task</source>
        <translation>Nuova attività</translation>
    </message>
    <message>
        <source>Task</source>
        <translation>Attività</translation>
    </message>
    <message>
        <source>What is to be done</source>
        <translation>Che cosa fare</translation>
    </message>
    <message>
        <source>By which day</source>
        <translation>Entro quale giorno</translation>
    </message>
    <message>
        <source>Whose task</source>
        <translation>Responsabile</translation>
    </message>
    <message>
        <source>About</source>
        <translation>Riguarda</translation>
    </message>
    <message>
        <source>The unit</source>
        <translation>Il reparto</translation>
    </message>
    <message>
        <source>No patient in particular</source>
        <translation>Nessun paziente in particolare</translation>
    </message>
    <message>
        <source>Take back: it need not be done</source>
        <translation>Annulla: non serve più</translation>
    </message>
    <message>
        <source>Take back a task</source>
        <translation>Annulla un&apos;attività</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>Fatto</translation>
    </message>
    <message>
        <source>Open again</source>
        <translation>Riapri</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>Salva</translation>
    </message>
</context>
<context>
    <name>TherapyLines</name>
    <message>
        <source>Drug</source>
        <translation>Farmaco</translation>
    </message>
    <message>
        <source>Dose as ordered</source>
        <translation>Dose prescritta</translation>
    </message>
    <message>
        <source>Times of day</source>
        <translation>Orari</translation>
    </message>
    <message>
        <source>Since</source>
        <translation>Dal</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Sospensione</translation>
    </message>
    <message>
        <source>Rule, or reason for stopping</source>
        <translation>Regola o motivo della sospensione</translation>
    </message>
    <message>
        <source>Current</source>
        <translation>In corso</translation>
    </message>
    <message>
        <source>Planned</source>
        <translation>Previste</translation>
    </message>
    <message>
        <source>Interrupted</source>
        <translation>Interrotte</translation>
    </message>
    <message>
        <source>Stopped</source>
        <translation>Sospese</translation>
    </message>
    <message>
        <source>stopped {}</source>
        <translation>sospesa il {}</translation>
    </message>
    <message>
        <source>none planned</source>
        <translation>non prevista</translation>
    </message>
    <message>
        <source>planned {}</source>
        <translation>prevista il {}</translation>
    </message>
    <message>
        <source>planned stop has come</source>
        <translation>sospensione prevista raggiunta</translation>
    </message>
    <message>
        <source>Given in spite of it: {}</source>
        <translation>Somministrata comunque: {}</translation>
    </message>
    <message>
        <source>Beside another course: {}</source>
        <translation>Accanto a un altro ciclo: {}</translation>
    </message>
    <message>
        <source>interrupted since {}</source>
        <translation>interrotta dal {}</translation>
    </message>
    <message>
        <source>interrupted {}</source>
        <translation>interrotta {}</translation>
    </message>
</context>
<context>
    <name>TherapySheet</name>
    <message>
        <source>Record therapy</source>
        <translation>Registra terapia</translation>
    </message>
    <message>
        <source>Revise therapy</source>
        <translation>Modifica terapia</translation>
    </message>
    <message>
        <source>Drug</source>
        <translation>Farmaco</translation>
    </message>
    <message>
        <source>still given</source>
        <translation>ancora in corso</translation>
    </message>
    <message>
        <source>none</source>
        <translation>nessuno</translation>
    </message>
    <message>
        <source>Choose</source>
        <translation>Scegliere</translation>
    </message>
    <message>
        <source>not said</source>
        <translation>non indicata</translation>
    </message>
    <message>
        <source>not in the catalogue: taken as written</source>
        <translation>non è nel catalogo: si registra come scritto</translation>
    </message>
    <message>
        <source>no rule</source>
        <translation>nessuna regola</translation>
    </message>
    <message>
        <source>Usual, for the prescriber to decide: {}</source>
        <translation>Abituale, decide il prescrittore: {}</translation>
    </message>
    <message>
        <source>The rule has no date of its own; enter one or leave it open.</source>
        <translation>La regola non indica una data; inserirla o lasciarla aperta.</translation>
    </message>
    <message>
        <source>Dose from {on}: {dose}</source>
        <translation>Dose dal {on}: {dose}</translation>
    </message>
</context>
<context>
    <name>TherapyTab</name>
    <message>
        <source>Therapies</source>
        <translation>Terapie</translation>
    </message>
    <message>
        <source>No therapy has been recorded for this patient.</source>
        <translation>Nessuna terapia registrata per questo paziente.</translation>
    </message>
    <message>
        <source>Record therapy</source>
        <translation>Registra terapia</translation>
    </message>
    <message>
        <source>Change dose</source>
        <translation>Cambia dose</translation>
    </message>
    <message>
        <source>Revise</source>
        <translation>Modifica</translation>
    </message>
    <message>
        <source>Extend</source>
        <translation>Prolunga</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Sospendi</translation>
    </message>
    <message>
        <source>Take back</source>
        <translation>Annulla</translation>
    </message>
    <message>
        <source>Medicine plan</source>
        <translation>Piano dei farmaci</translation>
    </message>
    <message>
        <source>Immunity</source>
        <translation>Immunità</translation>
    </message>
    <message>
        <source>Transfusion</source>
        <translation>Trasfusione</translation>
    </message>
    <message>
        <source>Take back a therapy</source>
        <translation>Annulla una terapia</translation>
    </message>
</context>
<context>
    <name>TodayPage</name>
    <message>
        <source>Patient</source>
        <translation>Paziente</translation>
    </message>
    <message>
        <source>Born</source>
        <translation>Nascita</translation>
    </message>
    <message>
        <source>Code</source>
        <translation>Codice</translation>
    </message>
    <message>
        <source>Day</source>
        <translation>Giorno</translation>
    </message>
    <message>
        <source>Visit or task</source>
        <translation>Visita o attività</translation>
    </message>
    <message>
        <source>Window</source>
        <translation>Finestra</translation>
    </message>
    <message>
        <source>Why it is here</source>
        <translation>Perché è qui</translation>
    </message>
    <message>
        <source>Today</source>
        <translation>Oggi</translation>
    </message>
    <message>
        <source>Lists</source>
        <translation>Liste</translation>
    </message>
    <message>
        <source>Opening the file …</source>
        <translation>Apertura del file…</translation>
    </message>
    <message>
        <source>New file…</source>
        <translation>Nuovo file…</translation>
    </message>
    <message>
        <source>{name} (damaged)</source>
        <translation>{name} (danneggiato)</translation>
    </message>
    <message>
        <source>All patients</source>
        <translation>Tutti i pazienti</translation>
    </message>
    <message>
        <source>All lists</source>
        <translation>Tutte le liste</translation>
    </message>
    <message>
        <source>Nobody is late or due, and nothing is to stop. The next visits are in Patients.</source>
        <translation>Nessuno è in ritardo o atteso e nulla è da sospendere. Le prossime visite sono in Pazienti.</translation>
    </message>
    <message>
        <source>No therapy may stop or has reached its planned stop.</source>
        <translation>Nessuna terapia può essere sospesa o ha raggiunto la sospensione prevista.</translation>
    </message>
    <message>
        <source>No therapy is held by its rule.</source>
        <translation>Nessuna terapia è trattenuta dalla sua regola.</translation>
    </message>
    <message>
        <source>No vaccine is due.</source>
        <translation>Nessun vaccino è da fare.</translation>
    </message>
    <message>
        <source>New patient</source>
        <translation>Nuovo paziente</translation>
    </message>
    <message>
        <source>No file is open: make one for your unit, or open the one you have.</source>
        <translation>Nessun file aperto: crearne uno per il proprio centro o aprire quello esistente.</translation>
    </message>
    <message>
        <source>Open file…</source>
        <translation>Apri file…</translation>
    </message>
    <message>
        <source>No patient is registered yet.</source>
        <translation>Nessun paziente è ancora registrato.</translation>
    </message>
    <message>
        <source>Nobody is late.</source>
        <translation>Nessuno è in ritardo.</translation>
    </message>
    <message>
        <source>Nobody is due today.</source>
        <translation>Nessuno è atteso oggi.</translation>
    </message>
    <message>
        <source>Nobody is expected in the next seven days.</source>
        <translation>Nessuno è atteso nei prossimi sette giorni.</translation>
    </message>
    <message>
        <source>Every result has been seen.</source>
        <translation>Tutti i risultati sono stati visti.</translation>
    </message>
    <message>
        <source>No report is awaited.</source>
        <translation>Nessun referto in attesa.</translation>
    </message>
    <message>
        <source>Nobody waits for another call.</source>
        <translation>Nessuno da ricontattare.</translation>
    </message>
    <message>
        <source>Every followed patient has a next visit.</source>
        <translation>Ogni paziente seguito ha una prossima visita.</translation>
    </message>
    <message>
        <source>No task is open for the next seven days.</source>
        <translation>Nessuna attività aperta per i prossimi sette giorni.</translation>
    </message>
    <message>
        <source>Show all lists</source>
        <translation>Mostra tutte le liste</translation>
    </message>
</context>
<context>
    <name>TopBar</name>
    <message>
        <source>Print list</source>
        <translation>Stampa lista</translation>
    </message>
</context>
<context>
    <name>ToxicityPictureSide</name>
    <message>
        <source>Table</source>
        <translation>Tabella</translation>
    </message>
    <message>
        <source>Picture</source>
        <translation>Grafico</translation>
    </message>
    <message>
        <source>Table or picture</source>
        <translation>Tabella o grafico</translation>
    </message>
</context>
<context>
    <name>ToxicityTab</name>
    <message>
        <source>All</source>
        <translation>Tutte</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>Aperte</translation>
    </message>
    <message>
        <source>Grade ≥3</source>
        <translation>Grado ≥3</translation>
    </message>
    <message>
        <source>Which toxicities</source>
        <translation>Quali tossicità</translation>
    </message>
    <message>
        <source>Term, worst grade</source>
        <translation>Termine, grado peggiore</translation>
    </message>
    <message>
        <source>Course</source>
        <translation>Decorso</translation>
    </message>
    <message>
        <source>Onset</source>
        <translation>Insorgenza</translation>
    </message>
    <message>
        <source>End</source>
        <translation>Fine</translation>
    </message>
    <message>
        <source>Length</source>
        <translation>Durata</translation>
    </message>
    <message>
        <source>Attribution</source>
        <translation>Attribuzione</translation>
    </message>
    <message>
        <source>Toxicities</source>
        <translation>Tossicità</translation>
    </message>
    <message>
        <source>No toxicity has been recorded for this patient.</source>
        <translation>Nessuna tossicità registrata per questo paziente.</translation>
    </message>
    <message>
        <source>Record toxicity</source>
        <translation>Registra tossicità</translation>
    </message>
    <message>
        <source>Merge</source>
        <translation>Unisci</translation>
    </message>
    <message>
        <source>Split…</source>
        <translation>Dividi…</translation>
    </message>
    <message>
        <source>Take back</source>
        <translation>Annulla</translation>
    </message>
    <message>
        <source>Mark the episodes of one term with Space, then merge them.</source>
        <translation>Contrassegnare con Spazio gli episodi di uno stesso termine, poi unirli.</translation>
    </message>
    <message>
        <source>Since visit of {}</source>
        <translation>Dalla visita del {}</translation>
    </message>
    <message>
        <source>CTCAE {}</source>
        <translation>CTCAE {}</translation>
    </message>
    <message>
        <source>Baseline: present before treatment, not counted</source>
        <translation>Basale: presenti prima del trattamento, non conteggiate</translation>
    </message>
    <message>
        <source>Mark the episodes to merge with Space first.</source>
        <translation>Contrassegnare prima con Spazio gli episodi da unire.</translation>
    </message>
    <message>
        <source>Take back a toxicity</source>
        <translation>Annulla una tossicità</translation>
    </message>
</context>
<context>
    <name>TransfusionBackSheet</name>
    <message>
        <source>Take back a transfusion</source>
        <translation>Annulla una trasfusione</translation>
    </message>
</context>
<context>
    <name>TransfusionPanel</name>
    <message>
        <source>Record</source>
        <translation>Registra</translation>
    </message>
    <message>
        <source>Transfusions</source>
        <translation>Trasfusioni</translation>
    </message>
    <message>
        <source>Day</source>
        <translation>Giorno</translation>
    </message>
    <message>
        <source>Product</source>
        <translation>Emocomponente</translation>
    </message>
    <message>
        <source>Irradiated</source>
        <translation>Irradiato</translation>
    </message>
    <message>
        <source>Counts</source>
        <translation>Valori</translation>
    </message>
    <message>
        <source>Remarks</source>
        <translation>Osservazioni</translation>
    </message>
    <message>
        <source>No transfusion has been recorded.</source>
        <translation>Nessuna trasfusione registrata.</translation>
    </message>
    <message>
        <source>{} units</source>
        <translation>{} unità</translation>
    </message>
</context>
<context>
    <name>TransfusionSheet</name>
    <message>
        <source>Record transfusion</source>
        <translation>Registra trasfusione</translation>
    </message>
    <message>
        <source>Revise transfusion</source>
        <translation>Modifica trasfusione</translation>
    </message>
    <message>
        <source>Given on</source>
        <translation>Data di trasfusione</translation>
    </message>
    <message>
        <source>Product</source>
        <translation>Emocomponente</translation>
    </message>
    <message>
        <source>Units</source>
        <translation>Unità</translation>
    </message>
    <message>
        <source>Irradiated</source>
        <translation>Irradiazione</translation>
    </message>
    <message>
        <source>Indication</source>
        <translation>Indicazione</translation>
    </message>
    <message>
        <source>Reaction</source>
        <translation>Reazione</translation>
    </message>
    <message>
        <source>Count before</source>
        <translation>Valore prima</translation>
    </message>
    <message>
        <source>Count after</source>
        <translation>Valore dopo</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>Nota</translation>
    </message>
    <message>
        <source>not recorded</source>
        <translation>non registrato</translation>
    </message>
</context>
<context>
    <name>TransplantForm</name>
    <message>
        <source>A transplant is planned or was done</source>
        <translation>Un trapianto è previsto o è stato eseguito</translation>
    </message>
    <message>
        <source>Follow-up protocol</source>
        <translation>Protocollo di follow-up</translation>
    </message>
    <message>
        <source>The first infusion of cells; planned or done</source>
        <translation>La prima infusione di cellule; prevista o eseguita</translation>
    </message>
    <message>
        <source>Day 0</source>
        <translation>Giorno 0</translation>
    </message>
    <message>
        <source>Mobilisation starts</source>
        <translation>Inizio mobilizzazione</translation>
    </message>
    <message>
        <source>Mobilisation regimen</source>
        <translation>Regime di mobilizzazione</translation>
    </message>
    <message>
        <source>Conditioning regimen</source>
        <translation>Regime di condizionamento</translation>
    </message>
    <message>
        <source>CD34+ dose</source>
        <translation>Dose di CD34+</translation>
    </message>
    <message>
        <source>10⁶/kg</source>
        <translation>10⁶/kg</translation>
    </message>
    <message>
        <source>Graft manipulation</source>
        <translation>Manipolazione delle cellule</translation>
    </message>
</context>
<context>
    <name>TransplantStep</name>
    <message>
        <source>advised against</source>
        <translation>sconsigliato</translation>
    </message>
    <message>
        <source>{}. Shown for reading; the program computes no dose.</source>
        <translation>{}. Mostrato per lettura; il programma non calcola alcuna dose.</translation>
    </message>
</context>
<context>
    <name>TreatmentPage</name>
    <message>
        <source>Which transplant</source>
        <translation>Quale trapianto</translation>
    </message>
    <message>
        <source>CD34+ dose</source>
        <translation>Dose di CD34+</translation>
    </message>
    <message>
        <source>Session</source>
        <translation>Seduta</translation>
    </message>
    <message>
        <source>Day</source>
        <translation>Giorno</translation>
    </message>
    <message>
        <source>In blood</source>
        <translation>Nel sangue</translation>
    </message>
    <message>
        <source>Volume</source>
        <translation>Volume</translation>
    </message>
    <message>
        <source>Collections</source>
        <translation>Raccolte</translation>
    </message>
    <message>
        <source>Cells infused</source>
        <translation>Cellule infuse</translation>
    </message>
    <message>
        <source>Cells</source>
        <translation>Cellule</translation>
    </message>
    <message>
        <source>Scans</source>
        <translation>RM</translation>
    </message>
    <message>
        <source>Visit</source>
        <translation>Visita</translation>
    </message>
    <message>
        <source>Window</source>
        <translation>Finestra</translation>
    </message>
    <message>
        <source>Found</source>
        <translation>Riscontro</translation>
    </message>
    <message>
        <source>Conditioning by day</source>
        <translation>Condizionamento per giorno</translation>
    </message>
    <message>
        <source>Drug</source>
        <translation>Farmaco</translation>
    </message>
    <message>
        <source>What the regimen says</source>
        <translation>Che cosa dice il regime</translation>
    </message>
    <message>
        <source>Mobilisation and collections</source>
        <translation>Mobilizzazione e raccolte</translation>
    </message>
    <message>
        <source>Collection</source>
        <translation>Raccolta</translation>
    </message>
    <message>
        <source>No collection recorded.</source>
        <translation>Nessuna raccolta registrata.</translation>
    </message>
    <message>
        <source>Infusion</source>
        <translation>Infusione</translation>
    </message>
    <message>
        <source>No infusion recorded.</source>
        <translation>Nessuna infusione registrata.</translation>
    </message>
    <message>
        <source>Scans that the protocol asks for</source>
        <translation>RM richieste dal protocollo</translation>
    </message>
    <message>
        <source>Conditioning</source>
        <translation>Condizionamento</translation>
    </message>
    <message>
        <source>Approve regimen…</source>
        <translation>Approva regime…</translation>
    </message>
    <message>
        <source>Withdraw…</source>
        <translation>Ritira…</translation>
    </message>
    <message>
        <source>Whole day as planned</source>
        <translation>Tutto il giorno come previsto</translation>
    </message>
    <message>
        <source>Other drug</source>
        <translation>Altro farmaco</translation>
    </message>
    <message>
        <source>Day-by-day sheet</source>
        <translation>Foglio giornaliero</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>Indietro</translation>
    </message>
    <message>
        <source>Leukapheresis</source>
        <translation>Leucaferesi</translation>
    </message>
    <message>
        <source>from {}</source>
        <translation>dal {}</translation>
    </message>
    <message>
        <source>still to come</source>
        <translation>ancora da fare</translation>
    </message>
    <message>
        <source>no scan recorded in the window</source>
        <translation>nessuna RM registrata nella finestra</translation>
    </message>
    <message>
        <source>Lymphodepletion</source>
        <translation>Linfodeplezione</translation>
    </message>
    <message>
        <source>no regimen chosen</source>
        <translation>nessun regime scelto</translation>
    </message>
    <message>
        <source>approved</source>
        <translation>approvato</translation>
    </message>
    <message>
        <source>not approved</source>
        <translation>non approvato</translation>
    </message>
    <message>
        <source>{}. Shown for reading; the program computes no dose.</source>
        <translation>{}. Solo da leggere; il programma non calcola dosi.</translation>
    </message>
    <message>
        <source>Ins records a drug and its day.</source>
        <translation>Ins registra un farmaco e il suo giorno.</translation>
    </message>
    <message>
        <source>Take back a collection</source>
        <translation>Annulla una raccolta</translation>
    </message>
    <message>
        <source>Take back cells infused</source>
        <translation>Annulla un&apos;infusione di cellule</translation>
    </message>
    <message>
        <source>Take back a day of conditioning</source>
        <translation>Annulla un giorno di condizionamento</translation>
    </message>
    <message>
        <source>Withdraw the approval</source>
        <translation>Ritira l&apos;approvazione</translation>
    </message>
    <message>
        <source>The day-by-day sheet is of the latest transplant. Choose it above to print.</source>
        <translation>Il foglio giornaliero è dell&apos;ultimo trapianto. Selezionarlo sopra per stampare.</translation>
    </message>
</context>
<context>
    <name>TrendPage</name>
    <message>
        <source>Analytes shown</source>
        <translation>Analiti mostrati</translation>
    </message>
    <message>
        <source>Period shown</source>
        <translation>Periodo mostrato</translation>
    </message>
    <message>
        <source>analyte</source>
        <translation>analita</translation>
    </message>
    <message>
        <source>Add an analyte to the picture (Ins)</source>
        <translation>Aggiungi un analita al grafico (Ins)</translation>
    </message>
    <message>
        <source>Show more days</source>
        <translation>Mostra più giorni</translation>
    </message>
    <message>
        <source>Show fewer days</source>
        <translation>Mostra meno giorni</translation>
    </message>
    <message>
        <source>Back to the period</source>
        <translation>Torna al periodo</translation>
    </message>
    <message>
        <source>Print the trend</source>
        <translation>Stampa l&apos;andamento</translation>
    </message>
    <message>
        <source>None of these analytes has a value yet.</source>
        <translation>Nessuno di questi analiti ha ancora un valore.</translation>
    </message>
    <message>
        <source>Show the table</source>
        <translation>Mostra la tabella</translation>
    </message>
    <message>
        <source>No laboratory result has been recorded for this patient.</source>
        <translation>Per questo paziente non è registrato alcun risultato di laboratorio.</translation>
    </message>
    <message>
        <source>Enter results</source>
        <translation>Inserisci i risultati</translation>
    </message>
    <message>
        <source>No value has been recorded</source>
        <translation>Nessun valore registrato</translation>
    </message>
</context>
<context>
    <name>TrendWords</name>
    <message>
        <source>grade {}</source>
        <translation>grado {}</translation>
    </message>
    <message>
        <source>next value</source>
        <translation>valore successivo</translation>
    </message>
</context>
<context>
    <name>TrialSheet</name>
    <message>
        <source>Trial</source>
        <translation>Studio</translation>
    </message>
    <message>
        <source>Revise trial</source>
        <translation>Modifica studio</translation>
    </message>
    <message>
        <source>Arm</source>
        <translation>Braccio</translation>
    </message>
    <message>
        <source>Screening number</source>
        <translation>Numero di screening</translation>
    </message>
    <message>
        <source>Enrolled on</source>
        <translation>Arruolato il</translation>
    </message>
    <message>
        <source>Left on</source>
        <translation>Uscito il</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>Nota</translation>
    </message>
    <message>
        <source>still in the trial</source>
        <translation>ancora nello studio</translation>
    </message>
    <message>
        <source>not in the list: taken as written</source>
        <translation>non in elenco: preso come scritto</translation>
    </message>
    <message>
        <source>Arms: {}</source>
        <translation>Bracci: {}</translation>
    </message>
</context>
<context>
    <name>TypedSheet</name>
    <message>
        <source>Typed into the registry</source>
        <translation>Inserimento nel registro</translation>
    </message>
    <message>
        <source>By</source>
        <translation>Da</translation>
    </message>
    <message>
        <source>On</source>
        <translation>Il</translation>
    </message>
    <message>
        <source>Number in the registry (may stay empty)</source>
        <translation>Numero nel registro (facoltativo)</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>Nota</translation>
    </message>
    <message>
        <source>1 item is not recorded yet</source>
        <translation>1 voce non è ancora registrata</translation>
    </message>
    <message>
        <source>{} items are not recorded yet</source>
        <translation>{} voci non sono ancora registrate</translation>
    </message>
    <message>
        <source>What is recorded later is then marked as changed since the form was typed in.</source>
        <translation>Quanto viene registrato in seguito risulterà modificato dopo l’inserimento della scheda.</translation>
    </message>
</context>
<context>
    <name>Undoing</name>
    <message>
        <source>There is nothing to take back.</source>
        <translation>Non c’è nulla da annullare.</translation>
    </message>
</context>
<context>
    <name>UnitAlertsSheet</name>
    <message>
        <source>Close</source>
        <translation>Chiudi</translation>
    </message>
    <message>
        <source>Red alerts</source>
        <translation>Allarmi rossi</translation>
    </message>
    <message>
        <source>No red alert is open</source>
        <translation>Nessun allarme rosso aperto</translation>
    </message>
</context>
<context>
    <name>UnitPage</name>
    <message>
        <source>Agenda</source>
        <translation>Agenda</translation>
    </message>
    <message>
        <source>Shift handover</source>
        <translation>Consegne di turno</translation>
    </message>
    <message>
        <source>Monitoring</source>
        <translation>Monitoraggio</translation>
    </message>
    <message>
        <source>Letters</source>
        <translation>Lettere</translation>
    </message>
    <message>
        <source>Parts of the unit</source>
        <translation>Sezioni del centro</translation>
    </message>
</context>
<context>
    <name>UnitSettingsPanel</name>
    <message>
        <source>Open a data file to change these: they are kept in it.</source>
        <translation>Aprire un file di dati per modificare queste impostazioni: sono conservate nel file.</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>Salva</translation>
    </message>
    <message>
        <source>Discard changes</source>
        <translation>Annulla le modifiche</translation>
    </message>
    <message>
        <source>Save: {}</source>
        <translation>Salva: {}</translation>
    </message>
    <message>
        <source>Discard changes: {}</source>
        <translation>Annulla le modifiche: {}</translation>
    </message>
</context>
<context>
    <name>UnlockForms</name>
    <message>
        <source>Passphrase</source>
        <translation>Frase segreta</translation>
    </message>
    <message>
        <source>Recovery key</source>
        <translation>Chiave di recupero</translation>
    </message>
    <message>
        <source>New passphrase</source>
        <translation>Nuova frase segreta</translation>
    </message>
    <message>
        <source>New passphrase once more</source>
        <translation>Nuova frase segreta, di nuovo</translation>
    </message>
    <message>
        <source>Unlock</source>
        <translation>Sblocca</translation>
    </message>
    <message>
        <source>I have the recovery key</source>
        <translation>Ho la chiave di recupero</translation>
    </message>
    <message>
        <source>PIN for today, if you like</source>
        <translation>PIN per oggi, se si vuole</translation>
    </message>
    <message>
        <source>4 to 8 digits</source>
        <translation>da 4 a 8 cifre</translation>
    </message>
    <message>
        <source>With the passphrase instead</source>
        <translation>Con la frase segreta</translation>
    </message>
    <message>
        <source>Set and unlock</source>
        <translation>Imposta e sblocca</translation>
    </message>
    <message>
        <source>An unfinished form waits for you, encrypted. It opens again where you left it.</source>
        <translation>Un modulo non finito ti aspetta, cifrato. Si riapre dove l&apos;hai lasciato.</translation>
    </message>
    <message>
        <source>{} unfinished forms wait for you, encrypted. They open again where you left them.</source>
        <translation>{} moduli non finiti ti aspettano, cifrati. Si riaprono dove li hai lasciati.</translation>
    </message>
    <message>
        <source>Practice file with invented patients. Its passphrase is “{}” and is filled in.</source>
        <translation>File di esercitazione con pazienti inventati. La frase segreta è «{}» ed è già scritta.</translation>
    </message>
    <message>
        <source>Session begun today at {begun}, locked at {locked}</source>
        <translation>Sessione iniziata oggi alle {begun}, bloccata alle {locked}</translation>
    </message>
    <message>
        <source>Other user</source>
        <translation>Altro utente</translation>
    </message>
    <message>
        <source>Your passphrase tells who you are.</source>
        <translation>La frase segreta dice chi si è.</translation>
    </message>
    <message>
        <source>From the sealed page. It sets a new passphrase for {}, who administers the file.</source>
        <translation>Dal foglio sigillato. Dà una nuova frase segreta a {}, che amministra il file.</translation>
    </message>
    <message>
        <source>Make a new recovery key afterwards: this one has been out of its envelope.</source>
        <translation>Dopo, creare una nuova chiave di recupero: questa è uscita dalla busta.</translation>
    </message>
    <message>
        <source>Your passphrase was temporary. Choose one of your own: at least 12 characters.</source>
        <translation>La frase segreta era provvisoria. Sceglierne una propria: almeno 12 caratteri.</translation>
    </message>
    <message>
        <source>Type the PIN you chose today.</source>
        <translation>Scrivere il PIN scelto oggi.</translation>
    </message>
    <message>
        <source>Type your passphrase.</source>
        <translation>Scrivere la frase segreta.</translation>
    </message>
    <message>
        <source>A PIN has 4 to 8 digits. Leave it empty for none.</source>
        <translation>Un PIN ha da 4 a 8 cifre. Lasciare vuoto per non averne.</translation>
    </message>
    <message>
        <source>Type the recovery key, in groups of four as it is printed.</source>
        <translation>Scrivere la chiave di recupero, a gruppi di quattro come è stampata.</translation>
    </message>
    <message>
        <source>Choose a new passphrase.</source>
        <translation>Scegliere una nuova frase segreta.</translation>
    </message>
    <message>
        <source>The two are not the same. Type the new passphrase once more.</source>
        <translation>Le due non sono uguali. Scrivere di nuovo la nuova frase segreta.</translation>
    </message>
</context>
<context>
    <name>UnlockPage</name>
    <message>
        <source>Locked</source>
        <translation>Bloccato</translation>
    </message>
    <message>
        <source>Other user, with passphrase</source>
        <translation>Altro utente, con frase segreta</translation>
    </message>
    <message>
        <source>Who works here today</source>
        <translation>Chi lavora qui oggi</translation>
    </message>
</context>
<context>
    <name>UnusedProtocol</name>
    <message>
        <source>Edit</source>
        <translation>Modifica</translation>
    </message>
    <message>
        <source>Not used: a file of the unit&apos;s folder</source>
        <translation>Non usato: un file della cartella del centro</translation>
    </message>
</context>
<context>
    <name>UserList</name>
    <message>
        <source>Who works here today</source>
        <translation>Chi lavora qui oggi</translation>
    </message>
    <message>
        <source>{} letters to sign</source>
        <translation>{} lettere da firmare</translation>
    </message>
    <message>
        <source>1 letter to sign</source>
        <translation>1 lettera da firmare</translation>
    </message>
    <message>
        <source>{} unfinished forms</source>
        <translation>{} moduli non finiti</translation>
    </message>
    <message>
        <source>1 unfinished form</source>
        <translation>1 modulo non finito</translation>
    </message>
</context>
<context>
    <name>UserSheet</name>
    <message>
        <source>New user</source>
        <translation>Nuovo utente</translation>
    </message>
    <message>
        <source>User</source>
        <translation>Utente</translation>
    </message>
    <message>
        <source>Name, as it stands at each entry</source>
        <translation>Nome, come compare in ogni voce</translation>
    </message>
    <message>
        <source>Role</source>
        <translation>Ruolo</translation>
    </message>
    <message>
        <source>Administers as well: users, backups, restoring</source>
        <translation>Amministra anche: utenti, copie, ripristino</translation>
    </message>
    <message>
        <source>First passphrase, 12 characters or more</source>
        <translation>Prima frase segreta, almeno 12 caratteri</translation>
    </message>
    <message>
        <source>The same once more</source>
        <translation>Di nuovo la stessa</translation>
    </message>
    <message>
        <source>Tell it to the person alone. At the first unlocking it has to be changed.</source>
        <translation>Comunicarla solo alla persona. Al primo sblocco va cambiata.</translation>
    </message>
</context>
<context>
    <name>UsersPanel</name>
    <message>
        <source>This file is not encrypted: it has no users.</source>
        <translation>Questo file non è cifrato: non ha utenti.</translation>
    </message>
    <message>
        <source>Whoever opens it is chosen at the foot of the window. Encrypt it at the next opening.</source>
        <translation>Chi lo apre si sceglie in fondo alla finestra. Cifrarlo alla prossima apertura.</translation>
    </message>
    <message>
        <source>Users</source>
        <translation>Utenti</translation>
    </message>
    <message>
        <source>what each may do goes by the role</source>
        <translation>ciò che ciascuno può fare dipende dal ruolo</translation>
    </message>
    <message>
        <source>Reset passphrase…</source>
        <translation>Reimposta la frase segreta…</translation>
    </message>
    <message>
        <source>Take access away…</source>
        <translation>Togli l&apos;accesso…</translation>
    </message>
    <message>
        <source>Change…</source>
        <translation>Modifica…</translation>
    </message>
    <message>
        <source>New user</source>
        <translation>Nuovo utente</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Nome</translation>
    </message>
    <message>
        <source>Role</source>
        <translation>Ruolo</translation>
    </message>
    <message>
        <source>Opens the file</source>
        <translation>Apre il file</translation>
    </message>
    <message>
        <source>May</source>
        <translation>Può</translation>
    </message>
    <message>
        <source>My passphrase</source>
        <translation>La mia frase segreta</translation>
    </message>
    <message>
        <source>Change my passphrase…</source>
        <translation>Cambia la mia frase segreta…</translation>
    </message>
    <message>
        <source>It opens the file in your name. Nobody can read it, and nobody should know it.</source>
        <translation>Apre il file a vostro nome. Nessuno può leggerla e nessuno deve conoscerla.</translation>
    </message>
    <message>
        <source>Recovery key</source>
        <translation>Chiave di recupero</translation>
    </message>
    <message>
        <source>Recovery drill…</source>
        <translation>Prova di recupero…</translation>
    </message>
    <message>
        <source>New recovery key…</source>
        <translation>Nuova chiave di recupero…</translation>
    </message>
    <message>
        <source>Users are changed by somebody who administers.</source>
        <translation>Gli utenti li modifica chi amministra.</translation>
    </message>
    <message>
        <source>Ask: {}</source>
        <translation>Chiedere a: {}</translation>
    </message>
    <message>
        <source>It opens the file when nobody&apos;s passphrase does. It lies printed and sealed with the unit.</source>
        <translation>Apre il file quando nessuna frase segreta lo apre. È stampata e sigillata presso il centro.</translation>
    </message>
    <message>
        <source>Tried last on {}.</source>
        <translation>Ultima prova il {}.</translation>
    </message>
    <message>
        <source>It was never tried.</source>
        <translation>Non è mai stata provata.</translation>
    </message>
    <message>
        <source>{}, administers</source>
        <translation>{}, amministra</translation>
    </message>
    <message>
        <source>no: left</source>
        <translation>no: non lavora più qui</translation>
    </message>
    <message>
        <source>no: has no passphrase yet</source>
        <translation>no: non ha ancora una frase segreta</translation>
    </message>
    <message>
        <source>yes: a new passphrase is due</source>
        <translation>sì: deve cambiare la frase segreta</translation>
    </message>
    <message>
        <source>yes</source>
        <translation>sì</translation>
    </message>
</context>
<context>
    <name>VaccinationSheet</name>
    <message>
        <source>Record vaccine dose</source>
        <translation>Registrare dose di vaccino</translation>
    </message>
    <message>
        <source>Revise vaccine dose</source>
        <translation>Modificare dose di vaccino</translation>
    </message>
    <message>
        <source>Vaccine or combination</source>
        <translation>Vaccino o combinazione</translation>
    </message>
    <message>
        <source>Given on</source>
        <translation>Somministrata il</translation>
    </message>
    <message>
        <source>Dose number</source>
        <translation>Numero della dose</translation>
    </message>
    <message>
        <source>Lot</source>
        <translation>Lotto</translation>
    </message>
    <message>
        <source>Site</source>
        <translation>Sede</translation>
    </message>
    <message>
        <source>Given by</source>
        <translation>Eseguita da</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>Motivo</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>Nota</translation>
    </message>
    <message>
        <source>not in the list</source>
        <translation>non in elenco</translation>
    </message>
    <message>
        <source>{} series</source>
        <translation>{} cicli</translation>
    </message>
    <message>
        <source>Counts for {}</source>
        <translation>Vale per {}</translation>
    </message>
    <message>
        <source>Never for these patients: {}</source>
        <translation>Mai per questi pazienti: {}</translation>
    </message>
</context>
<context>
    <name>VaccineTab</name>
    <message>
        <source>Vaccinated elsewhere…</source>
        <translation>Vaccinato altrove…</translation>
    </message>
    <message>
        <source>Plan for the GP</source>
        <translation>Piano per il medico curante</translation>
    </message>
    <message>
        <source>Vaccines are planned by the months from Day 0, and this patient has none.</source>
        <translation>I vaccini si pianificano in mesi dal giorno 0, che per questo paziente non è inserito.</translation>
    </message>
    <message>
        <source>Enter Day 0</source>
        <translation>Inserire il giorno 0</translation>
    </message>
    <message>
        <source>months from Day 0</source>
        <translation>mesi dal giorno 0</translation>
    </message>
    <message>
        <source>Never</source>
        <translation>Mai</translation>
    </message>
    <message>
        <source>Guideline</source>
        <translation>Linea guida</translation>
    </message>
    <message>
        <source>Delays: {}</source>
        <translation>Da rinviare: {}</translation>
    </message>
    <message>
        <source>Cannot tell what delays: {}</source>
        <translation>Non è noto se rinviare: {}</translation>
    </message>
    <message>
        <source>Nothing delays: {}</source>
        <translation>Nulla da rinviare: {}</translation>
    </message>
    <message>
        <source>Plan again</source>
        <translation>Pianificare di nuovo</translation>
    </message>
    <message>
        <source>Take back a dose</source>
        <translation>Annullare una dose</translation>
    </message>
    <message>
        <source>Leave a vaccine out</source>
        <translation>Escludere un vaccino</translation>
    </message>
    <message>
        <source>It stays in the list with this reason and can be planned again.</source>
        <translation>Resta nell’elenco con questo motivo e può essere pianificato di nuovo.</translation>
    </message>
    <message>
        <source>All vaccines of this patient</source>
        <translation>Tutti i vaccini di questo paziente</translation>
    </message>
    <message>
        <source>Leave all vaccines out</source>
        <translation>Escludere tutti i vaccini</translation>
    </message>
    <message>
        <source>None is due any more; each can be planned again at any time.</source>
        <translation>Nessuno è più da fare; ciascuno può essere pianificato di nuovo in ogni momento.</translation>
    </message>
</context>
<context>
    <name>VaccineTable</name>
    <message>
        <source>Plan of vaccines</source>
        <translation>Piano vaccinale</translation>
    </message>
    <message>
        <source>Plan</source>
        <translation>Pianificare</translation>
    </message>
    <message>
        <source>Leave out</source>
        <translation>Escludere</translation>
    </message>
</context>
<context>
    <name>VerdictPanel</name>
    <message>
        <source>Rows</source>
        <translation>Righe</translation>
    </message>
    <message>
        <source>F8 next problem · F2 correct the cell</source>
        <translation>F8 problema successivo · F2 correggi la cella</translation>
    </message>
    <message>
        <source>every row is counted</source>
        <translation>ogni riga è contata</translation>
    </message>
    <message>
        <source>Compare</source>
        <translation>Confronta</translation>
    </message>
    <message>
        <source>Show</source>
        <translation>Mostra</translation>
    </message>
    <message>
        <source>Same name and birth date as somebody in the record</source>
        <translation>Stesso nome e stessa data di nascita di qualcuno in cartella</translation>
    </message>
    <message>
        <source>Words for “not done” are read as not done</source>
        <translation>Le parole per «non eseguito» sono lette come non eseguito</translation>
    </message>
    <message>
        <source>Decide</source>
        <translation>Decidi</translation>
    </message>
    <message>
        <source>Say who</source>
        <translation>Di&apos; chi è</translation>
    </message>
    <message>
        <source>Skip these</source>
        <translation>Salta queste</translation>
    </message>
    <message>
        <source>Keep record</source>
        <translation>Tieni cartella</translation>
    </message>
    <message>
        <source>Take file</source>
        <translation>Prendi file</translation>
    </message>
    <message>
        <source>Take back in</source>
        <translation>Riammetti</translation>
    </message>
    <message>
        <source>Number them…</source>
        <translation>Numera…</translation>
    </message>
    <message>
        <source>Correct</source>
        <translation>Correggi</translation>
    </message>
    <message>
        <source>Correct the code</source>
        <translation>Correggi il codice</translation>
    </message>
    <message>
        <source>Leave empty</source>
        <translation>Lascia vuoto</translation>
    </message>
    <message>
        <source>All</source>
        <translation>Tutte</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Stato</translation>
    </message>
    <message>
        <source>Corrected; the file has “{0}”. Delete puts it back.</source>
        <translation>Corretta; nel file c&apos;è «{0}». Canc la rimette com&apos;era.</translation>
    </message>
    <message>
        <source>Nothing is wrong with this cell.</source>
        <translation>Questa cella va bene.</translation>
    </message>
    <message>
        <source>The column asks: F7.</source>
        <translation>La colonna chiede: F7.</translation>
    </message>
    <message>
        <source>Row {0}, {1}</source>
        <translation>Riga {0}, {1}</translation>
    </message>
</context>
<context>
    <name>VersionRow</name>
    <message>
        <source>entry {}</source>
        <translation>voce {}</translation>
    </message>
    <message>
        <source>taken back since</source>
        <translation>poi ritirata</translation>
    </message>
    <message>
        <source>Reason: {}</source>
        <translation>Motivo: {}</translation>
    </message>
    <message>
        <source>Version {n}: {told}</source>
        <translation>Versione {n}: {told}</translation>
    </message>
</context>
<context>
    <name>VersionsTab</name>
    <message>
        <source>Version</source>
        <translation>Versione</translation>
    </message>
    <message>
        <source>Kept since</source>
        <translation>Conservata dal</translation>
    </message>
    <message>
        <source>Approval</source>
        <translation>Approvazione</translation>
    </message>
    <message>
        <source>Patients</source>
        <translation>Pazienti</translation>
    </message>
    <message>
        <source>Versions of the protocol</source>
        <translation>Versioni del protocollo</translation>
    </message>
    <message>
        <source>Before</source>
        <translation>Prima</translation>
    </message>
    <message>
        <source>After</source>
        <translation>Dopo</translation>
    </message>
    <message>
        <source>What</source>
        <translation>Che cosa</translation>
    </message>
    <message>
        <source>Visit</source>
        <translation>Visita</translation>
    </message>
    <message>
        <source>Difference</source>
        <translation>Differenza</translation>
    </message>
    <message>
        <source>What differs</source>
        <translation>Differenze</translation>
    </message>
    <message>
        <source>Texts of this protocol</source>
        <translation>Testi di questo protocollo</translation>
    </message>
    <message>
        <source>Enter reads one as a document</source>
        <translation>Invio lo apre come documento</translation>
    </message>
    <message>
        <source>{}, present text</source>
        <translation>{}, testo attuale</translation>
    </message>
    <message>
        <source>not in the data file yet</source>
        <translation>non ancora nel file dei dati</translation>
    </message>
    <message>
        <source>1 followed</source>
        <translation>1 seguito</translation>
    </message>
    <message>
        <source>{} followed</source>
        <translation>{} seguiti</translation>
    </message>
    <message>
        <source>1 course</source>
        <translation>1 percorso</translation>
    </message>
    <message>
        <source>{} courses</source>
        <translation>{} percorsi</translation>
    </message>
    <message>
        <source>{} (present)</source>
        <translation>{} (attuale)</translation>
    </message>
    <message>
        <source>added</source>
        <translation>aggiunto</translation>
    </message>
    <message>
        <source>changed</source>
        <translation>cambiato</translation>
    </message>
    <message>
        <source>taken out</source>
        <translation>tolto</translation>
    </message>
    <message>
        <source>There is one text only; the next change makes a second one.</source>
        <translation>Esiste un solo testo; la prossima modifica ne creerà un secondo.</translation>
    </message>
</context>
<context>
    <name>VirusPanel</name>
    <message>
        <source>CMV and EBV in blood</source>
        <translation>CMV ed EBV nel sangue</translation>
    </message>
    <message>
        <source>values in several units, never compared with each other</source>
        <translation>valori in più unità, mai confrontati tra loro</translation>
    </message>
    <message>
        <source>Record as toxicity</source>
        <translation>Registra come tossicità</translation>
    </message>
</context>
<context>
    <name>VisitForm</name>
    <message>
        <source>t today, -1 yesterday, 12/3, d+100</source>
        <translation>o oggi, -1 ieri, 12/3, g+100</translation>
    </message>
    <message>
        <source>Date of visit</source>
        <translation>Data della visita</translation>
    </message>
    <message>
        <source>Seen by</source>
        <translation>Visita di</translation>
    </message>
    <message>
        <source>Temperature</source>
        <translation>Temp.</translation>
    </message>
    <message>
        <source>°C</source>
        <translation>°C</translation>
    </message>
    <message>
        <source>Systolic/diastolic, such as 118/74</source>
        <translation>Sistolica/diastolica, ad esempio 118/74</translation>
    </message>
    <message>
        <source>Blood pressure</source>
        <translation>Pressione</translation>
    </message>
    <message>
        <source>mmHg</source>
        <translation>mmHg</translation>
    </message>
    <message>
        <source>Pulse</source>
        <translation>Polso</translation>
    </message>
    <message>
        <source>/min</source>
        <translation>/min</translation>
    </message>
    <message>
        <source>Saturation</source>
        <translation>SpO₂</translation>
    </message>
    <message>
        <source>%</source>
        <translation>%</translation>
    </message>
    <message>
        <source>Weight</source>
        <translation>Peso</translation>
    </message>
    <message>
        <source>kg</source>
        <translation>kg</translation>
    </message>
    <message>
        <source>Karnofsky index, 0 to 100 in steps of 10</source>
        <translation>Indice di Karnofsky, da 0 a 100 a passi di 10</translation>
    </message>
    <message>
        <source>Karnofsky</source>
        <translation>Karnofsky</translation>
    </message>
    <message>
        <source>Notes</source>
        <translation>Note</translation>
    </message>
</context>
<context>
    <name>VisitPapers</name>
    <message>
        <source>Reports and documents</source>
        <translation>Referti e documenti</translation>
    </message>
    <message>
        <source>Attach</source>
        <translation>Allega</translation>
    </message>
    <message>
        <source>Attach document</source>
        <translation>Allega documento</translation>
    </message>
    <message>
        <source>Whole visit</source>
        <translation>Visita intera</translation>
    </message>
    <message>
        <source>arrived {}</source>
        <translation>arrivato il {}</translation>
    </message>
    <message>
        <source>report awaited</source>
        <translation>in attesa di referto</translation>
    </message>
    <message>
        <source>Arrived</source>
        <translation>Arrivato</translation>
    </message>
    <message>
        <source>Report arrived</source>
        <translation>Referto arrivato</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>Apri</translation>
    </message>
</context>
<context>
    <name>VisitRecorded</name>
    <message>
        <source>Record visit</source>
        <translation>Registra visita</translation>
    </message>
</context>
<context>
    <name>VisitSheet</name>
    <message>
        <source>Record visit</source>
        <translation>Registra visita</translation>
    </message>
    <message>
        <source>Revise visit</source>
        <translation>Modifica visita</translation>
    </message>
    <message>
        <source>Save, then blood count</source>
        <translation>Salva, poi emocromo</translation>
    </message>
    <message>
        <source>Visit</source>
        <translation>Visita</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Chiudi</translation>
    </message>
    <message>
        <source>Signed and locked: a physician unlocks it with a reason.</source>
        <translation>Firmata e bloccata: un medico la sblocca indicando il motivo.</translation>
    </message>
    <message>
        <source>Outside the window {}; saved and marked so.</source>
        <translation>Fuori dalla finestra {}; si salva e si segnala.</translation>
    </message>
</context>
<context>
    <name>VisitsTab</name>
    <message>
        <source>Visit</source>
        <translation>Visita</translation>
    </message>
    <message>
        <source>Day</source>
        <translation>Giorno</translation>
    </message>
    <message>
        <source>Target</source>
        <translation>Data prevista</translation>
    </message>
    <message>
        <source>Window</source>
        <translation>Finestra</translation>
    </message>
    <message>
        <source>Today ± 5 weeks</source>
        <translation>Oggi ± 5 settimane</translation>
    </message>
    <message>
        <source>Booked</source>
        <translation>Prenotata</translation>
    </message>
    <message>
        <source>Seen</source>
        <translation>Eseguita</translation>
    </message>
    <message>
        <source>Checklist</source>
        <translation>Valutazioni</translation>
    </message>
    <message>
        <source>Why</source>
        <translation>Perché</translation>
    </message>
    <message>
        <source>Visits</source>
        <translation>Visite</translation>
    </message>
    <message>
        <source>No visit is planned: the patient has no transplant course yet.</source>
        <translation>Nessuna visita in programma: il paziente non ha ancora un trapianto.</translation>
    </message>
    <message>
        <source>Enter the transplant</source>
        <translation>Inserisci il trapianto</translation>
    </message>
    <message>
        <source>Record</source>
        <translation>Registra</translation>
    </message>
    <message>
        <source>Book</source>
        <translation>Prenota</translation>
    </message>
    <message>
        <source>Missed</source>
        <translation>Mancata</translation>
    </message>
    <message>
        <source>Elsewhere</source>
        <translation>Altrove</translation>
    </message>
    <message>
        <source>Report arrived</source>
        <translation>Referto arrivato</translation>
    </message>
    <message>
        <source>Cancel visit</source>
        <translation>Disdici visita</translation>
    </message>
    <message>
        <source>Not applicable</source>
        <translation>Non applicabile</translation>
    </message>
    <message>
        <source>Give up booking</source>
        <translation>Rinuncia</translation>
    </message>
    <message>
        <source>Reopen</source>
        <translation>Riapri</translation>
    </message>
    <message>
        <source>Take back</source>
        <translation>Annulla</translation>
    </message>
    <message>
        <source>Transplant {number}, Day 0 {day0}</source>
        <translation>Trapianto {number}, Giorno 0 {day0}</translation>
    </message>
    <message>
        <source>of transplant {}</source>
        <translation>del trapianto {}</translation>
    </message>
    <message>
        <source>Take back the record of a visit</source>
        <translation>Annulla la registrazione di una visita</translation>
    </message>
    <message>
        <source>To come</source>
        <translation>Da fare</translation>
    </message>
    <message>
        <source>Closed</source>
        <translation>Chiuse</translation>
    </message>
    <message>
        <source>fixed</source>
        <translation>fissa</translation>
    </message>
    <message>
        <source>{} done</source>
        <translation>{} eseguite</translation>
    </message>
    <message>
        <source>{} elsewhere</source>
        <translation>{} altrove</translation>
    </message>
    <message>
        <source>{} not done</source>
        <translation>{} non eseguite</translation>
    </message>
    <message>
        <source>outside the window</source>
        <translation>fuori finestra</translation>
    </message>
    <message>
        <source>optional</source>
        <translation>facoltativa</translation>
    </message>
    <message>
        <source>elsewhere</source>
        <translation>altrove</translation>
    </message>
    <message>
        <source>Open record</source>
        <translation>Apri registrazione</translation>
    </message>
    <message>
        <source>Move</source>
        <translation>Sposta</translation>
    </message>
</context>
<context>
    <name>WhatIfTab</name>
    <message>
        <source>What if</source>
        <translation>Simulazione</translation>
    </message>
    <message>
        <source>for a Day 0 of your choice; nothing is saved</source>
        <translation>per un giorno 0 a scelta; non viene salvato nulla</translation>
    </message>
    <message>
        <source>Dated once their day is typed: {}</source>
        <translation>Datate quando si inserisce il loro giorno: {}</translation>
    </message>
</context>
<context>
    <name>WhoButton</name>
    <message>
        <source>Who is working?</source>
        <translation>Chi lavora?</translation>
    </message>
    <message>
        <source>Working: {}</source>
        <translation>Al lavoro: {}</translation>
    </message>
    <message>
        <source>Change who is working (Ctrl+Shift+U)</source>
        <translation>Cambia chi lavora (Ctrl+Maiusc+U)</translation>
    </message>
</context>
<context>
    <name>WhoMenu</name>
    <message>
        <source>&amp;Add member of staff…</source>
        <translation>&amp;Aggiungi un membro del personale…</translation>
    </message>
</context>
<context>
    <name>WhyPanel</name>
    <message>
        <source>{}: what holds it</source>
        <translation>{}: che cosa lo trattiene</translation>
    </message>
    <message>
        <source>{}: why</source>
        <translation>{}: perché</translation>
    </message>
    <message>
        <source>{open} of {all} not met or unknown</source>
        <translation>{open} di {all} non soddisfatte o non note</translation>
    </message>
    <message>
        <source>all {} met</source>
        <translation>tutte e {} soddisfatte</translation>
    </message>
    <message>
        <source>met</source>
        <translation>soddisfatta</translation>
    </message>
    <message>
        <source>not met</source>
        <translation>non soddisfatta</translation>
    </message>
    <message>
        <source>not known</source>
        <translation>non nota</translation>
    </message>
</context>
<context>
    <name>WhySheet</name>
    <message>
        <source>Close</source>
        <translation>Chiudi</translation>
    </message>
    <message>
        <source>Why it is here</source>
        <translation>Perché è qui</translation>
    </message>
    <message>
        <source>Rule</source>
        <translation>Regola</translation>
    </message>
    <message>
        <source>Window</source>
        <translation>Finestra</translation>
    </message>
    <message>
        <source>Protocol</source>
        <translation>Protocollo</translation>
    </message>
    <message>
        <source>What was done about it</source>
        <translation>Che cosa è stato fatto</translation>
    </message>
    <message>
        <source>Contacts since last reached or seen</source>
        <translation>Contatti dall&apos;ultima volta in cui è stato raggiunto o visto</translation>
    </message>
</context>
<context>
    <name>WindowActions</name>
    <message>
        <source>HSCT Desktop files (*{suffix});;All files (*)</source>
        <translation>File di HSCT Desktop (*{suffix});;Tutti i file (*)</translation>
    </message>
    <message>
        <source>Open file</source>
        <translation>Apri file</translation>
    </message>
</context>
<context>
    <name>WindowMenu</name>
    <message>
        <source>&amp;File</source>
        <translation>&amp;File</translation>
    </message>
    <message>
        <source>&amp;Patient</source>
        <translation>&amp;Paziente</translation>
    </message>
    <message>
        <source>&amp;Go to</source>
        <translation>&amp;Vai a</translation>
    </message>
    <message>
        <source>&amp;View</source>
        <translation>&amp;Aspetto</translation>
    </message>
    <message>
        <source>&amp;Help</source>
        <translation>A&amp;iuto</translation>
    </message>
</context>
<context>
    <name>WorkView</name>
    <message>
        <source>As you left it: answers and corrections</source>
        <translation>Come lasciato: risposte e correzioni</translation>
    </message>
    <message>
        <source>Answered as for the last file with these heads</source>
        <translation>Risposte dell&apos;ultimo file con queste intestazioni</translation>
    </message>
    <message>
        <source>the file</source>
        <translation>il file</translation>
    </message>
</context>
<context>
    <name>_ElsewhereRecorded</name>
    <message>
        <source>Done elsewhere</source>
        <translation>Eseguita altrove</translation>
    </message>
</context>
<context>
    <name>_Foot</name>
    <message>
        <source>choose</source>
        <translation>scegli</translation>
    </message>
    <message>
        <source>open</source>
        <translation>apri</translation>
    </message>
    <message>
        <source>next group</source>
        <translation>gruppo seguente</translation>
    </message>
    <message>
        <source>close</source>
        <translation>chiudi</translation>
    </message>
    <message>
        <source>all keys</source>
        <translation>tutti i tasti</translation>
    </message>
</context>
<context>
    <name>_Words</name>
    <message>
        <source>Backspace changes it, Esc drops it.</source>
        <translation>Backspace lo modifica, Esc lo elimina.</translation>
    </message>
    <message>
        <source>Not saved, and what you type now goes nowhere: {keys}</source>
        <translation>Non salvato, e ciò che si digita ora non viene registrato: {keys}</translation>
    </message>
    <message>
        <source>Enter keeps it, {keys}</source>
        <translation>Invio lo conferma, {keys}</translation>
    </message>
</context>
</TS>
